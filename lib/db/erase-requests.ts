import 'server-only';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from './connection';
import { LIVE_REQUESTS } from './request-events';
import { accounts, requestMessages, requests } from './schema-approval';

/** What is asked for cannot lose the person it is about, nor the one who asked: it would be decided in nobody's name. */
export class OpenRequest extends Error {
  override name = 'OpenRequest';
  constructor(readonly id: string) {
    super(`There is an open request for, or of, this person (${id}). Decide or withdraw it, and erase then.`);
  }
}

const NOBODY = { email: '', displayName: '', purpose: '', ticket: '' };

/** Erases an invited person from the requests for them, with all that was written in their threads. Answers how many. */
export async function eraseAsked(tx: Tx, emailKey: string, name: string): Promise<number> {
  await refuseOpen(tx, eq(requests.emailKey, emailKey));
  const gone = await tx
    .update(requests)
    .set({
      content: sql`${requests.content} || ${JSON.stringify({ ...NOBODY, displayName: name })}::jsonb`,
      emailKey: sql`'erased:' || ${requests.id}`,
      contentHash: '',
      acknowledged: '',
      decisionWords: '',
      decisionChanges: [],
    })
    .where(eq(requests.emailKey, emailKey))
    .returning({ id: requests.id });
  if (gone.length === 0) return 0;
  const ids = gone.map(({ id }) => id);
  await tx.update(requestMessages).set({ text: '' }).where(inArray(requestMessages.requestId, ids));
  return gone.length;
}

/** Erases a user of Usher from what they asked, wrote and decided, and from those who have signed in. Answers how many they asked. */
export async function eraseAsker(tx: Tx, subject: string, as: { subject: string; name: string }): Promise<number> {
  await refuseOpen(tx, eq(requests.requesterSubject, subject));
  const gone = await tx
    .update(requests)
    .set({ requesterSubject: as.subject, requesterName: as.name, requesterEmail: '' })
    .where(eq(requests.requesterSubject, subject))
    .returning({ id: requests.id });
  await tx
    .update(requests)
    .set({ deciderSubject: as.subject, deciderName: as.name, deciderEmail: '' })
    .where(eq(requests.deciderSubject, subject));
  await tx
    .update(requestMessages)
    .set({ authorSubject: as.subject, authorName: as.name, authorEmail: '', text: '' })
    .where(eq(requestMessages.authorSubject, subject));
  await tx.delete(accounts).where(eq(accounts.subject, subject));
  return gone.length;
}

/** Erases the name of a sponsor; the id stays, which is the upstream's. */
export async function eraseSponsor(tx: Tx, ids: readonly string[], name: string): Promise<void> {
  await tx
    .update(requests)
    .set({ sponsorName: name })
    .where(inArray(sql`${requests.content} ->> 'sponsorUserId'`, [...ids]));
}

async function refuseOpen(tx: Tx, whose: ReturnType<typeof eq>): Promise<void> {
  const [open] = await tx
    .select({ id: requests.id })
    .from(requests)
    .where(and(whose, inArray(requests.state, [...LIVE_REQUESTS])))
    .limit(1);
  if (open !== undefined) throw new OpenRequest(open.id);
}
