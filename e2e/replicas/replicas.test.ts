import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { answerOf } from '@/scripts/chaos/answers';
import { formOf, type PostedForm, postAsScript } from '@/scripts/lib/posted-form';
import { type Replicas, twoReplicas } from './two-replicas';

const PATIENCE = { timeout: 30_000, interval: 100 };

let two: Replicas;
let form: PostedForm;
let database: pg.Client;

beforeAll(async () => {
  two = await twoReplicas({
    USHER_UPSTREAM_DEADLINE_MS: '1500',
    USHER_SETTLE_SECONDS: '1',
    USHER_INVITES_PER_MINUTE: '1000',
  });
  database = new pg.Client({ connectionString: two.databaseUrl });
  await database.connect();
  form = await formOf(two.url, 'maya-chen');
});
afterEach(async () => {
  await two.control('DELETE', '/faults');
  await two.control('PATCH', '/settings', { latencyMs: 0 });
});
afterAll(async () => {
  form.session.close();
  await database.end();
  await two.close();
});

/** One submission of the form: the same key and address with every post. */
function submission(name: string) {
  const email = `${name}.${crypto.randomUUID()}@northwind.example`;
  const fields = { submissionKey: crypto.randomUUID(), email };
  return {
    email,
    post: async () => answerOf(await postAsScript(two.url, form, { fields })),
    upstream: async () => {
      const path = `/invitations?email=${encodeURIComponent(email)}`;
      return (await two.control<{ invitations: { id: string }[] }>('GET', path)).invitations;
    },
  };
}

const one = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>> =>
  (await database.query<Record<string, unknown>>(sql, values)).rows[0] ?? {};

test('sign-in, form, action and status work whichever answers', async () => {
  // Signing in was a dozen requests, in turns.
  for (const { port } of two.replicas) expect(two.proxy.answered(port)).toBeGreaterThan(2);
  const sent = await submission('whichever').post();
  if (sent.kind !== 'sent') throw new Error(JSON.stringify(sent));
  for (let look = 0; look < 4; look += 1) {
    const status = await form.session.send(`${two.url}/api/invitations/${form.directoryId}/${sent.upstreamId}`);
    expect([status.status, JSON.parse(status.text)]).toMatchObject([200, expect.objectContaining({})]);
  }
  // An action of a page that the other one rendered.
  for (let post = 0; post < 4; post += 1) expect((await submission('either').post()).kind).toBe('sent');
});

test('a hundred posts of one key over both are one create, and a hundred equal answers', async () => {
  const before = two.replicas.map(({ port }) => two.proxy.answered(port));
  const { post, upstream } = submission('hundred');
  const answers = await Promise.all(Array.from({ length: 100 }, post));
  const [only, ...more] = await upstream();
  expect(more).toEqual([]);
  expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify({ kind: 'sent', upstreamId: only?.id })]),
  );
  for (const [i, { port }] of two.replicas.entries()) expect(two.proxy.answered(port) - (before[i] ?? 0)).toBe(50);
});

test('one that is killed while it sends leaves the other to finish, and to answer for it', async () => {
  await two.control('POST', '/faults', { operations: ['create'], kind: 'hang', times: 1 });
  const { post, upstream } = submission('killed');
  const lost = post().catch(() => 'broken connection');
  await expect.poll(async () => (await two.journal('create')).at(-1)?.fault, PATIENCE).toBe('hang');
  const killed = two.busy();
  await two.kill(killed);
  expect(await lost).toBe('broken connection');

  await expect.poll(upstream, PATIENCE).toHaveLength(1);
  const [made] = await upstream();
  await expect.poll(post, PATIENCE).toEqual({ kind: 'sent', upstreamId: made?.id });
  await two.revive(killed);
  expect(await post()).toEqual({ kind: 'sent', upstreamId: made?.id });
  expect(await upstream()).toHaveLength(1);
});

test('only one of them reconciles or syncs at a time, however often both are woken', async () => {
  await two.control('POST', '/faults', { operations: ['create'], kind: 'drop', times: 1 });
  const unknown = submission('unknown');
  expect(await unknown.post()).toEqual({ kind: 'failed', code: 'outcome-unknown' });
  await two.control('DELETE', '/journal');
  // Each run takes long enough that the other replica is woken meanwhile.
  await two.control('PATCH', '/settings', { latencyMs: 150 });
  const runs = async (job: string) => {
    const calls = (await two.journal('search-invitations')).filter(({ requestId }) => requestId.startsWith(job));
    return [...new Set(calls.map(({ requestId }) => requestId))].map((id) => {
      const mine = calls.filter(({ requestId }) => requestId === id).map(({ n }) => n);
      return { first: Math.min(...mine), last: Math.max(...mine) };
    });
  };
  const since = new Date();
  const done = async (job: string) =>
    Number(
      (
        await one("select count(*) as n from pgboss.job where name = $1 and state = 'completed' and started_on > $2", [
          job,
          since,
        ])
      ).n,
    );
  for (const job of ['sync', 'reconcile'] as const) {
    await expect
      .poll(async () => {
        await two.wake(job);
        return [(await runs(job)).length >= 2, (await done(job)) >= 4];
      }, PATIENCE)
      .toEqual([true, true]);
    const inOrder = (await runs(job)).sort((a, b) => a.first - b.first);
    for (const [i, run] of inOrder.entries()) expect(run.first).toBeGreaterThan(inOrder[i - 1]?.last ?? 0);
  }
  await expect.poll(unknown.upstream, PATIENCE).toHaveLength(1);
});

test('asked to end, one finishes the request and the job it has under way, and ends with code 0', async () => {
  await two.control('PATCH', '/settings', { latencyMs: 150 });
  await two.control('POST', '/faults', { operations: ['create'], kind: 'slow-body', ms: 1_000, times: 1 });
  const { post, upstream } = submission('last');
  const answer = post();
  await expect.poll(async () => (await two.journal('create')).at(-1)?.fault, PATIENCE).toBe('slow-body');
  const ending = two.busy();
  await two.wake('sync');
  ending.child.process.kill('SIGTERM');
  expect(await answer).toMatchObject({ kind: 'sent' });
  expect(await ending.child.ended).toBe('ended with code 0');
  expect(await upstream()).toHaveLength(1);
  await expect
    .poll(
      async () => (await one("select count(*)::int as n from pgboss.job where state in ('active', 'failed')")).n,
      PATIENCE,
    )
    .toBe(0);
  // The other one goes on alone.
  expect((await submission('after').post()).kind).toBe('sent');
});
