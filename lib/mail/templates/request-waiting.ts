import { type Place, paragraph, quote, type Rendered } from './letter';
import { requestHref } from './places';
import { render } from './render';
import { type RequestFacts, requestFacts } from './request';
import { said } from './text';
import { when } from './when';

/** To each approver: somebody asks for a guest. With an answer, to whoever had a question. */
export function requestWaiting(
  request: RequestFacts & { expiresAt: Date | null; answer?: string | null },
  place: Place,
): Rendered {
  const { requester, guest, expiresAt, answer = null } = request;
  const title =
    answer === null
      ? said`${requester.name} asks for access for ${guest.name}`
      : said`${requester.name} answered your question about ${guest.name}`;
  return render(
    {
      subject: title,
      title,
      blocks: [
        ...(answer === null ? [] : quote('The answer', answer)),
        requestFacts(request),
        ...(expiresAt === null ? [] : [paragraph(said`If nobody decides, it expires on ${when(expiresAt)}.`)]),
        paragraph(said`The link opens the request after you sign in. Opening it decides nothing.`),
      ],
      action: { label: 'Open the request', href: requestHref(place, request.id) },
      because: 'you may decide this request',
    },
    place,
  );
}
