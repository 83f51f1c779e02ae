import { emailKey } from '../email';
import { can } from '../policy';
import type { NewDelivery } from './deliveries';
import type { MailKind } from './kinds';
import type { InvitationReader, Letter, MailOn } from './letters';
import type { Recipient } from './recipients';

/** One letter on its way to one person. `kind` is the one that they choose by, where it is not the letter's own. */
export type Post = { to: Recipient | null; letter: Letter; kind?: MailKind };

/** What a batch of letters tells of. */
export type Occasion = {
  /** Of the audit entry; null for a digest. */
  sequence: number | null;
  /** In the keys of its deliveries: the same occasion is never told twice to the same address. */
  key: string | number;
  /** Ids of the requests and invitations in it, so that they can be found and erased. */
  about: readonly string[];
};

/** Makes deliveries of letters: none for who does not want that kind, and one for each person, the first that fits them. */
export function deliveriesOf({ mail }: MailOn, occasion: Occasion, posts: readonly Post[]): NewDelivery[] {
  const made = new Map<string, NewDelivery>();
  for (const { to, letter, kind = letter.kind } of posts) {
    if (to === null || to.muted.includes(kind)) continue;
    const key = emailKey(to.address);
    if (made.has(key)) continue;
    made.set(key, {
      channel: 'mail',
      kind,
      recipient: to.address,
      key: `mail:${kind}:${occasion.key}:${key}`,
      sequence: occasion.sequence,
      payload: { about: occasion.about, toName: to.name, ...mail.render(letter) },
    });
  }
  return [...made.values()];
}

/** As whom an inviter reads: a sponsor whose request was sent has no way into the desk. */
export const inviterReads = (to: Recipient | null): InvitationReader =>
  to !== null && can(to, 'invitation.read') ? 'inviter' : 'requester';
