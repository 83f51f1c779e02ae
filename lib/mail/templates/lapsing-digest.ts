import type { Reader } from './invitation-accepted';
import { type Block, type Place, paragraph, type Rendered } from './letter';
import { guestsHref, invitationHref } from './places';
import { render } from './render';
import { type Party, party } from './request';
import { said } from './text';
import { when } from './when';

export type LapsingInvitation = { id: string; guest: Party; directory: string; lapsesAt: Date };

/** One mail names them all, whatever brought each into it. */
const BECAUSE: Record<Reader, string> = {
  inviter: 'you sent these invitations or are the guests’ sponsor',
  requester: 'you asked for these invitations or are the guests’ sponsor',
  sponsor: 'you are the sponsor of these guests',
};

/** A mail with more is cut off by some mail programs. */
const MOST = 100;

/** To an inviter or a sponsor, once: which of their pending invitations lapse within 48 hours, the soonest first. */
export function lapsingDigest(invitations: readonly LapsingInvitation[], reader: Reader, place: Place): Rendered {
  const soonest = invitations.toSorted((a, b) => a.lapsesAt.getTime() - b.lapsesAt.getTime());
  const left = soonest.length - MOST;
  const [first] = soonest;
  const one = soonest.length === 1 && first !== undefined;
  const rows: Block = {
    kind: 'rows',
    rows: soonest.slice(0, MOST).map(({ id, guest, directory, lapsesAt }) => ({
      said: party(guest),
      below: said`${directory} · the link works until ${when(lapsesAt)}`,
      // A sponsor sees guests, not the desk's list.
      href: reader === 'inviter' ? invitationHref(place, id) : guestsHref(place),
    })),
  };
  const title = one
    ? said`The invitation of ${first.guest.name} lapses within 48 hours`
    : said`${String(soonest.length)} invitations lapse within 48 hours`;
  return render(
    {
      subject: title,
      title,
      blocks: [
        paragraph(
          said`Nobody has accepted ${one ? 'it' : 'them'} yet. Remind the guest, or send a new one after it has lapsed.`,
        ),
        rows,
        ...(left > 0 ? [paragraph(said`And ${String(left)} more.`)] : []),
      ],
      action:
        reader === 'inviter'
          ? { label: 'See all invitations', href: `${place.origin}/invitations` }
          : { label: 'Open your guests', href: guestsHref(place) },
      because: BECAUSE[reader],
    },
    place,
  );
}
