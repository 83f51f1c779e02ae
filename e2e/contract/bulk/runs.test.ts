import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempts, invitations } from '@/lib/db/schema';
import { batchRows } from '@/lib/db/schema-bulk';
import type { Recording } from '@/lib/invitations/bulk/runs';
import { humanOf } from '@/lib/invitations/policy';
import { maya, openDesk } from '../verbs/desk';
import { confirmed } from './confirmed';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const by = { actor: humanOf(maya), requestId: 'test' };

const how = (change: Partial<Recording> = {}): Recording => ({
  limit: 100,
  referenced: false,
  upstreamNow: new Date(),
  judged: { policy: 0, ceilings: { perInviter: null, perDomain: null, inAll: null } },
  ...change,
});

const statesOf = async (id: string) => {
  const { byState } = await desk.system().batches.counts(id);
  return byState;
};

describe('rows become intents', () => {
  it('in the ledger, queued, with their human in the audit; none of them the reconciler’s', async () => {
    const { runs, ledger } = desk.system();
    const { id } = await confirmed(desk, 5, { state: 'running' });
    expect(await runs.record(id, how({ limit: 3 }))).toEqual({ kind: 'recorded', recorded: 3, failed: 0, left: 2 });
    expect(await runs.record(id, how({ limit: 3 }))).toEqual({ kind: 'recorded', recorded: 2, failed: 0, left: 0 });
    expect(await runs.record(id, how())).toEqual({ kind: 'recorded', recorded: 0, failed: 0, left: 0 });
    expect(await statesOf(id)).toEqual({ queued: 5 });
    const queued = await runs.queued(id, 10);
    expect(queued.map(({ batch }) => batch?.row)).toEqual([1, 2, 3, 4, 5]);
    expect(await ledger.open()).toEqual([]);
    const record = await ledger.byId(queued[0]?.invitationId ?? '');
    expect(record).toMatchObject({ state: 'queued', sender: { subject: 'subject-1' } });
  });

  it('only once for a person: who has a live one fails with that word', async () => {
    const { runs } = desk.system();
    const first = await confirmed(desk, 1, { state: 'running' });
    await runs.record(first.id, how());
    const second = await confirmed(desk, 2, { state: 'running' });
    const email = first.emails[0] ?? '';
    const [row] = await desk.db.select().from(batchRows).where(eq(batchRows.batchId, second.id)).limit(1);
    await desk.db
      .update(batchRows)
      .set({ content: { ...(row?.content as object), email } as never })
      .where(eq(batchRows.emailKey, row?.emailKey ?? ''));
    expect(await runs.record(second.id, how())).toMatchObject({ recorded: 1, failed: 1 });
    const { failures } = await desk.system().batches.numbers(second.id);
    expect(failures).toEqual([{ code: 'already-invited', detail: '', count: 1 }]);
  });

  it('as far as a ceiling leaves room, and not under another policy', async () => {
    const { runs } = desk.system();
    const { id } = await confirmed(desk, 4, { state: 'running', actorSubject: 'under-a-ceiling' });
    const ceilings = { perInviter: 3, perDomain: null, inAll: null };
    expect(await runs.record(id, how({ judged: { policy: 7, ceilings } }))).toEqual({ kind: 'judged-by-older' });
    expect(await runs.record(id, how({ judged: { policy: 0, ceilings } }))).toMatchObject({ recorded: 3, failed: 1 });
    expect(await runs.record(id, how({ judged: { policy: 0, ceilings } }))).toMatchObject({ recorded: 0, left: 0 });
  });
});

describe('a run', () => {
  it('that is held is recorded as held, and called off as a whole', async () => {
    const { runs, ledger } = desk.system();
    const sendAfter = new Date(Date.now() + 600_000);
    const { id } = await confirmed(desk, 3, { state: 'held', sendAfter });
    await runs.record(id, how({ limit: 2 }));
    expect(await runs.queued(id, 10)).toEqual([]);
    const [row] = await desk.db.select().from(attempts).where(eq(attempts.batchId, id)).limit(1);
    expect((await ledger.byId(row?.invitationId ?? ''))?.state).toBe('held');
    expect(await runs.cancel(id, by)).toEqual({ changed: 3 });
    expect(await statesOf(id)).toEqual({ cancelled: 3 });
    expect((await ledger.byId(row?.invitationId ?? ''))?.state).toBe('cancelled');
    expect(await runs.cancel(id, by)).toBeNull();
    expect(await runs.finish(id)).toBe(true);
    expect((await desk.system().batches.byId(id))?.state).toBe('cancelled');
  });

  it('whose time has come begins, pauses, goes on, and ends when nothing is to come', async () => {
    const { runs, ledger } = desk.system();
    const { id } = await confirmed(desk, 2, { state: 'held', sendAfter: new Date(Date.now() - 1000) });
    expect((await runs.due()).find((each) => each.id === id)).toMatchObject({ state: 'running' });
    await runs.record(id, how());
    expect(await runs.pause(id, by)).toEqual({ changed: 2 });
    expect(await runs.pause(id, by)).toBeNull();
    expect((await runs.due()).some((each) => each.id === id)).toBe(false);
    expect(await runs.resume(id, by)).toEqual({ changed: 2 });
    const [one, two] = await runs.queued(id, 10);
    const facts = { actor: by.actor, requestId: 'test' };
    for (const attempt of [one, two]) {
      const claimed = await ledger.claim(attempt?.id ?? '', { owner: 'me', ms: 5_000 });
      expect(claimed?.attempt.state).toBe('sending');
    }
    expect(await statesOf(id)).toEqual({ sending: 2 });
    expect(await runs.finish(id)).toBe(false);
    await ledger.apply(one?.id ?? '', { type: 'answered', upstreamId: `up-${id}` }, facts);
    await ledger.apply(
      two?.id ?? '',
      { type: 'refused', owner: 'me', code: 'invalid' },
      {
        ...facts,
        failure: { code: 'invalid', message: 'No such role' },
      },
    );
    expect(await statesOf(id)).toEqual({ done: 1, failed: 1 });
    expect(await runs.finish(id)).toBe(true);
    expect((await desk.system().batches.byId(id))?.state).toBe('done');
    expect(await runs.retry(id, { code: 'invalid' }, by)).toEqual({ changed: 1 });
    expect(await statesOf(id)).toEqual({ done: 1, waiting: 1 });
    expect(await runs.record(id, how())).toMatchObject({ recorded: 1 });
    const sent = await desk.db.select().from(invitations).where(eq(invitations.state, 'queued'));
    expect(sent.some(({ contentHash }) => contentHash === `batch:${id}:2`)).toBe(true);
  });
});
