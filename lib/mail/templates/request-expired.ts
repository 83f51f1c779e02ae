import { type Place, paragraph, type Rendered } from './letter';
import { requestHref } from './places';
import { render } from './render';
import { type RequestFacts, requestFacts } from './request';
import { said } from './text';

/** To the approvers: a request that waited for them has expired. The requester gets `requestDecided`. */
export function requestExpired(request: RequestFacts, place: Place): Rendered {
  const { requester, guest } = request;
  return render(
    {
      subject: said`Expired: ${requester.name}’s request for ${guest.name}`,
      title: said`${requester.name}’s request for ${guest.name} expired: nobody decided it in time`,
      blocks: [
        paragraph(
          said`Nothing was sent, and ${requester.name} has been told. If access is still needed, it must be asked for again.`,
        ),
        requestFacts(request),
      ],
      action: { label: 'Open the request', href: requestHref(place, request.id) },
      because: 'you could have decided this request',
    },
    place,
  );
}
