import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invitations } from '@/lib/db/schema';
import { decideRequest } from '@/lib/invitations/requests/decide-request';
import { editRequest } from '@/lib/invitations/requests/edit-request';
import type { RequestView } from '@/lib/invitations/requests/view';
import { type Desk, openDesk } from '../verbs/desk';
import { ana, approve, as, asked, maya, omar, priya, requestFor, shown, signIn, story, truths } from './support';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ sendsPerMinute: 100_000 });
  for (const actor of [ana, maya, priya, omar]) await signIn(desk, actor);
});
afterAll(() => desk.close());

const CALLS = 1_000;
type Kind = 'approve' | 'deny' | 'edit' | 'own';
const bosses = [maya, priya, omar];
const self = { ...ana, roles: ['sponsor', 'admin'] as const };

/** Of each kind as many: approve what was shown, deny it, change it, and approve one's own. */
async function atOnce(request: RequestView, kinds: readonly Kind[]) {
  const { submissionKey: _key, ...form } = await requestFor(desk, { email: request.email });
  const calls = Array.from({ length: CALLS }, (_, at) => async () => {
    const kind = kinds[at % kinds.length] as Kind;
    const boss = bosses[Math.floor(at / kinds.length) % bosses.length] ?? maya;
    const edit = { ...form, id: request.id, revision: request.revision, purpose: `Changed ${at}` };
    const deny = { decision: 'deny', ...shown(request), reason: `No ${at}` } as const;
    switch (kind) {
      case 'approve':
        return { kind, by: boss, result: await approve(desk, boss, request) };
      case 'deny':
        return { kind, by: boss, result: await decideRequest({ ctx: as(desk, boss), input: deny }) };
      case 'edit':
        return { kind, by: ana, result: await editRequest({ ctx: as(desk, ana), input: edit }) };
      case 'own':
        return { kind, by: self, result: await approve(desk, self, request) };
    }
  });
  // Which comes first must not be the same each time.
  return Promise.all(shuffled(calls).map((call) => call()));
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: crypto.randomUUID() }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}

// An approval looks upstream before it is recorded, and would lose to the others each time: some rounds go without them.
const ROUNDS: Kind[][] = [
  ['approve', 'deny', 'edit', 'own'],
  ['approve', 'deny', 'own'],
  ['approve', 'edit', 'own'],
  ['approve', 'own'],
];

it.each(ROUNDS.map((kinds) => ({ kinds })))(
  '1,000 at once of $kinds: one outcome, of what was shown, by another',
  async ({ kinds }) => {
    const request = await asked(desk);
    const before = await desk.creates();
    const ends = await atOnce(request, kinds);
    expect(ends).toHaveLength(CALLS);
    const went = ends.filter(({ result }) => result.ok);
    const [winner] = went;
    // Another post of one's own approval is answered with its invitation; nothing else goes well beside the first.
    expect(new Set(went.map(({ kind, by }) => `${kind} ${by.subject}`)).size).toBe(1);
    expect(winner?.kind).not.toBe('own');
    for (const { kind, result } of ends) {
      if (result.ok) continue;
      const allowed = kind === 'own' ? ['own-request'] : ['request-closed', 'request-changed'];
      expect(allowed).toContain(result.failure.code);
    }

    const sent = winner?.kind === 'approve' ? 1 : 0;
    expect((await desk.creates()).requests - before.requests).toBe(sent);
    const rows = await desk.db.select().from(invitations).where(eq(invitations.email, request.email));
    expect(rows.map(({ purpose }) => purpose)).toEqual(sent === 1 ? [request.purpose] : []);
    expect((await truths(desk, request.email)).map(({ purpose }) => purpose)).toEqual(
      rows.map(({ purpose }) => purpose),
    );
    const decisions = (await story(desk, request.id)).filter((action) => /approved|denied|edited/u.test(action));
    const names: Record<string, string> = {
      approve: 'request.approved',
      deny: 'request.denied',
      edit: 'request.edited',
    };
    expect(decisions).toEqual([names[winner?.kind ?? '']]);
    if (kinds.length === 2) expect(winner?.kind).toBe('approve');
  },
  120_000,
);
