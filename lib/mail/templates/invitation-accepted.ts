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

/** To the inviter and to the sponsor, each with the page that they may open. */
export function invitationAccepted(
  { id, guest, directory, roles, inviter, acceptedAt }: AcceptedInvitation,
  reader: 'inviter' | 'sponsor',
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
      because: reader === 'inviter' ? 'you sent this invitation' : 'you are this guest’s sponsor',
    },
    place,
  );
}
