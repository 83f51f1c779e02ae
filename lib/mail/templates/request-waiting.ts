import { type Place, paragraph, type Rendered } from './letter';
import { requestHref } from './places';
import { render } from './render';
import { type RequestFacts, requestFacts } from './request';
import { said } from './text';
import { when } from './when';

/** To each approver: somebody asks for a guest. */
export function requestWaiting(request: RequestFacts & { expiresAt: Date | null }, place: Place): Rendered {
  const { requester, guest, expiresAt } = request;
  return render(
    {
      subject: said`${requester.name} asks for access for ${guest.name}`,
      title: said`${requester.name} asks for access for ${guest.name}`,
      blocks: [
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
