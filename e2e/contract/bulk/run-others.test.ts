import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { batches, batchRows } from '@/lib/db/schema-bulk';
import { actOnRow } from '@/lib/invitations/bulk/run-act';
import { askForRow } from '@/lib/invitations/bulk/run-ask';
import { runBatches } from '@/lib/invitations/bulk/run-batches';
import { invite } from '@/lib/invitations/invite';
import { reconcile } from '@/lib/invitations/reconcile';
import { openDesk } from '../verbs/desk';
import { admin, confirmed } from './confirmed';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterEach(() => desk.reset());
afterAll(() => desk.close());

const run = () => runBatches(desk.system(), { act: actOnRow, ask: askForRow }, new AbortController().signal);
const rowsOf = (id: string) => desk.system().batches.rows(id, { filter: {}, after: 0, limit: 50 });

async function directory(): Promise<string> {
  const listed = await desk.system().catalog.directories({ requestId: 'test' });
  return listed.ok ? (listed.value[0]?.id ?? '') : '';
}

/** Invitations that are open, by the ledger's ids. */
async function open(count: number): Promise<string[]> {
  const directoryId = await directory();
  const ids: string[] = [];
  for (let each = 0; each < count; each += 1) {
    const sent = await invite({
      ctx: desk.context({ actor: admin }),
      input: {
        submissionKey: crypto.randomUUID(),
        email: `open-${crypto.randomUUID()}@partner.example`,
        displayName: `Guest ${crypto.randomUUID()}`,
        directoryId,
        roleIds: [],
        ...{ sponsorUserId: '', purpose: 'The fair', ticket: '', jobId: '', onboardingFlowId: '' },
        ...{ acknowledged: 'meant', override: false },
      },
    });
    if (!sent.ok) throw new Error(JSON.stringify(sent.failure));
    ids.push(sent.value.invitation.ledger?.id ?? '');
  }
  return ids;
}

async function about(kind: 'revoke' | 'reissue', targets: readonly string[]): Promise<string> {
  const { id } = await confirmed(desk, targets.length, {
    kind,
    source: 'list',
    state: 'running',
    reason: 'The fair is off',
    actorSubject: admin.subject,
    actorRole: 'admin',
  });
  for (const [index, targetId] of targets.entries()) {
    await desk.db
      .update(batchRows)
      .set({ targetId, class: 'ready' })
      .where(eq(batchRows.submissionKey, (await rowsOf(id))[index]?.submissionKey ?? ''));
  }
  return id;
}

it('revokes each, and says of one that is over why it could not be', async () => {
  const targets = await open(3);
  const first = await desk.system().ledger.byId(targets[0] ?? '');
  await desk.control('POST', `/invitations/${first?.upstream?.id}/accept`, {});
  const id = await about('revoke', targets);
  await run();
  expect((await rowsOf(id)).map(({ state, failure }) => [state, failure?.code ?? ''])).toEqual([
    ['failed', 'not-open'],
    ['done', ''],
    ['done', ''],
  ]);
  expect((await desk.system().ledger.byId(targets[1] ?? ''))?.state).toBe('revoked');
  expect((await desk.system().ledger.revokedBy(targets[2] ?? ''))?.actor.subject).toBe(admin.subject);
});

it('sends each again: the old link dies, a new one goes out, in the same invitation of the ledger', async () => {
  const [target = ''] = await open(1);
  const before = await desk.system().ledger.byId(target);
  const id = await about('reissue', [target]);
  await run();
  expect((await rowsOf(id)).map(({ state }) => state)).toEqual(['done']);
  const after = await desk.system().ledger.byId(target);
  expect(after?.state).toBe('pending');
  expect(after?.upstream?.id).not.toBe(before?.upstream?.id);
});

it('a re-issue whose answer to the revoke was lost goes on by itself', async () => {
  const [target = ''] = await open(1);
  await desk.control('POST', '/faults', { kind: 'commit-then-drop', operations: ['revoke'], times: 1 });
  const id = await about('reissue', [target]);
  const turn = run();
  await expect.poll(async () => (await rowsOf(id))[0]?.state, { timeout: 10_000 }).toBe('unknown');
  await desk.advance(4_000);
  await reconcile(desk.system());
  await turn;
  expect((await rowsOf(id))[0]?.state).toBe('done');
  expect((await desk.system().ledger.byId(target))?.state).toBe('pending');
});

it('puts what needs a word before those who have it, once, in the name of whoever confirmed', async () => {
  await desk.policy({ rules: [] });
  const { id } = await confirmed(desk, 2, {
    state: 'running',
    shared: { directoryId: await directory(), roleIds: [], sponsorUserId: '', purpose: 'The fair', ticket: '' },
    actorSubject: admin.subject,
    actorRole: 'admin',
  });
  await desk.db.update(batchRows).set({ class: 'needs-approval' }).where(eq(batchRows.batchId, id));
  await run();
  const rows = await rowsOf(id);
  expect(rows.map(({ state }) => state)).toEqual(['asked', 'asked']);
  const request = await desk.system().requests.byId(rows[0]?.requestId ?? '');
  expect(request).toMatchObject({
    state: 'open',
    requester: { subject: admin.subject },
    approvers: [{ roles: ['admin'] }],
  });
  expect((await desk.system().batches.byId(id))?.state).toBe('done');
  // A crash between the request and the row's end: tried again, it is the same request.
  await desk.db.update(batchRows).set({ state: 'waiting', requestId: null }).where(eq(batchRows.batchId, id));
  await desk.db.update(batches).set({ state: 'running' }).where(eq(batches.id, id));
  await run();
  expect((await rowsOf(id)).map(({ requestId }) => requestId)).toEqual(rows.map(({ requestId }) => requestId));
  await desk.policy({});
});
