import { facts, type Place, paragraph, quote, type Rendered } from './letter';
import { guestsHref } from './places';
import { render } from './render';
import { type Party, party } from './request';
import { said, strong } from './text';

export type NamedSponsor = {
  guest: Party;
  directory: string;
  inviter: Party;
  purpose: string;
  /** Whom people should ask about Usher, from configuration; may be "". */
  contact: string;
};

/** To a sponsor who did not ask: in whose name somebody was invited, and what to do if that is wrong. */
export function sponsorNamed({ guest, directory, inviter, purpose, contact }: NamedSponsor, place: Place): Rendered {
  return render(
    {
      subject: said`You are named as sponsor of ${guest.name}`,
      title: said`${inviter.name} named you as the sponsor of ${guest.name}`,
      blocks: [
        facts(
          ['Guest', said`${strong(guest.name)} (${guest.email})`],
          ['Directory', said`${directory}`],
          ['Invited by', party(inviter)],
        ),
        ...quote('Why', purpose),
        paragraph(said`As sponsor you are the one who knows why this person has access.`),
        contact === ''
          ? paragraph(said`If this is wrong, tell ${party(inviter)}, who can revoke the invitation.`)
          : paragraph(said`If this is wrong, tell ${party(inviter)} or ${contact}; they can revoke the invitation.`),
      ],
      action: { label: 'Open your guests', href: guestsHref(place) },
      because: 'you were named as a guest’s sponsor',
    },
    place,
  );
}
