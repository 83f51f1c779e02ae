import { facts, type Place, type Rendered } from './letter';
import { guestsHref, invitationHref } from './places';
import { render } from './render';
import { type Party, party } from './request';
import { listed, said, strong } from './text';
import { when } from './when';

export type AcceptedInvitation = {
  /** Of Usher's page about it. */
  id: string;
  guest: Party;
  directory: string;
  roles: readonly string[];
  inviter: Party;
  acceptedAt: Date;
};

/** As whom somebody reads of an invitation: an inviter may open the desk; who only asked, or is the sponsor, sees their guests. */
export type Reader = 'inviter' | 'requester' | 'sponsor';

/** To the inviter and to the sponsor, each with the page that they may open. */
export function invitationAccepted(
  { id, guest, directory, roles, inviter, acceptedAt }: AcceptedInvitation,
  reader: Reader,
  place: Place,
): Rendered {
  return render(
    {
      subject: said`${guest.name} has accepted`,
      title: said`${guest.name} has accepted the invitation to ${directory}`,
      blocks: [
        facts(
          ['Guest', said`${strong(guest.name)} (${guest.email})`],
          ['Directory', said`${directory}`],
          ['Roles', roles.length === 0 ? said`none` : listed(roles)],
          ['Invited by', party(inviter)],
          ['Accepted', when(acceptedAt)],
        ),
      ],
      action:
        reader === 'inviter'
          ? { label: 'Open the invitation', href: invitationHref(place, id) }
          : { label: 'Open your guests', href: guestsHref(place) },
      because: BECAUSE[reader],
    },
    place,
  );
}

const BECAUSE: Record<Reader, string> = {
  inviter: 'you sent this invitation',
  requester: 'you asked for this invitation',
  sponsor: 'you are this guest’s sponsor',
};
