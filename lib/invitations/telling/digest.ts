import { EXPIRING_MS } from '../desk';
import { emailKey } from '../email';
import { namesOf } from '../names';
import type { Lapsing, MailContext, MailOn } from './letters';
import { deliveriesOf, inviterReads } from './post';
import { personRecipient, type Recipient, recipientOf } from './recipients';

const HOUR_MS = 3_600_000;
/** A little less than a day, or a schedule that is a second early would make it every 25 hours. */
const BETWEEN_MS = 23 * HOUR_MS;
/** Longer than the link of whatever was named can still live. */
const NAMED_MS = EXPIRING_MS + 24 * HOUR_MS;

/** One person with what lapses for them. */
type Pile = { to: Recipient; sent: boolean; lapsing: Lapsing[] };

/**
 * Puts in one mail for each person whose invitations or guests are about to lapse: what lapses within 48 hours, each
 * invitation once, a mail a day at the most. What was named is read from the mails that were put in, all at once and by one
 * replica at a time: a crash before leaves all to the next turn, one afterwards nothing to do. Answers how many mails.
 */
export async function tellOfLapsing(context: MailContext): Promise<number> {
  const { mail, ...rest } = context;
  if (mail === null) return 0;
  const ctx = { ...rest, mail };
  return (await ctx.ledger.exclusively('digest', () => putIn(ctx))) ?? 0;
}

async function putIn(ctx: MailOn): Promise<number> {
  const now = await ctx.ledger.now();
  const soon = await ctx.mail.book.lapsing(now, new Date(now.getTime() + EXPIRING_MS));
  if (soon.length === 0) return 0;
  const names = await namesOf(ctx);
  const made = [];
  for (const { to, sent, lapsing } of await pilesOf(ctx, soon)) {
    const before = await ctx.mail.book.digests(to.address, new Date(now.getTime() - NAMED_MS));
    if (before.lastAt !== null && now.getTime() - before.lastAt.getTime() < BETWEEN_MS) continue;
    const unnamed = lapsing.filter(({ id }) => !before.named.has(id));
    if (unnamed.length === 0) continue;
    const about = unnamed.map(({ id }) => id);
    const letter = {
      kind: 'lapsing-digest',
      reader: sent ? inviterReads(to) : 'sponsor',
      invitations: unnamed.map(({ directoryId, ...each }) => ({ ...each, directory: names.directory(directoryId) })),
    } as const;
    made.push(...deliveriesOf(ctx, { sequence: null, key: now.toISOString(), about }, [{ to, letter }]));
  }
  await ctx.mail.deliveries.add(made);
  return made.length;
}

async function pilesOf(ctx: MailOn, soon: readonly Lapsing[]): Promise<Pile[]> {
  const piles = new Map<string, Pile>();
  const people = new Map<string, Promise<Recipient | null>>();
  const known = (key: string, look: () => Promise<Recipient | null>) => {
    const found = people.get(key) ?? look();
    people.set(key, found);
    return found;
  };
  for (const each of soon) {
    const { sender, keeperUserId } = each;
    const sent = sender === null ? null : await known(`subject:${sender.subject}`, () => recipientOf(ctx, sender));
    const kept = await known(`user:${keeperUserId}`, () => personRecipient(ctx, keeperUserId));
    for (const to of [sent, kept]) {
      if (to === null) continue;
      const key = emailKey(to.address);
      const pile = piles.get(key) ?? { to, sent: false, lapsing: [] };
      piles.set(key, pile);
      pile.sent ||= to === sent;
      if (!pile.lapsing.includes(each)) pile.lapsing.push(each);
    }
  }
  return [...piles.values()];
}
