import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '@/lib/secret';
import { type FakeClock, fakeClock } from './test-support';
import type { TokenAnswer } from './token-response';
import { createTokenSource, fixedTokenSource, type TokenSource } from './token-source';

const never = new AbortController().signal;
setMaxListeners(0, never);
const FAILURE: TokenAnswer = { ok: false, error: { code: 'unavailable', message: 'down' } };

/** A token endpoint whose answers the test gives, one after the other. */
function endpoint(clock: FakeClock) {
  const waiting: ((answer: TokenAnswer) => void)[] = [];
  let issued = 0;
  const source = createTokenSource(() => new Promise((resolve) => waiting.push(resolve)), clock);
  const reply = async (answer: TokenAnswer): Promise<void> => {
    waiting.shift()?.(answer);
    // The answer passes through a few promises before everybody knows it.
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  };
  return {
    source,
    waiting,
    issue: (lifetimeMs: number) => {
      issued += 1;
      return reply({ ok: true, value: { token: new Secret(`t${issued}`), lifetimeMs } });
    },
    fail: () => reply(FAILURE),
  };
}

const textOf = async (answer: ReturnType<TokenSource['get']>): Promise<string> => {
  const got = await answer;
  if (got === 'aborted') return got;
  return got.ok ? got.value.token.reveal() : got.error.code;
};

test('many who need a token at the same time share one request', async () => {
  const { source, waiting, issue } = endpoint(fakeClock());
  const all = Array.from({ length: 200 }, () => textOf(source.get('r', never)));
  expect(waiting).toHaveLength(1);
  await issue(600_000);
  expect(new Set(await Promise.all(all))).toEqual(new Set(['t1']));
  expect(await textOf(source.get('r', never))).toBe('t1');
  expect(waiting).toHaveLength(0);
});

test('one who gives up waiting does not take the token from the others', async () => {
  const { source, issue } = endpoint(fakeClock());
  const impatient = new AbortController();
  const first = textOf(source.get('r1', impatient.signal));
  const second = textOf(source.get('r2', never));
  impatient.abort();
  expect(await first).toBe('aborted');
  await issue(600_000);
  expect(await second).toBe('t1');
});

test('near its end the token is renewed while the old one serves', async () => {
  const clock = fakeClock();
  const { source, waiting, issue } = endpoint(clock);
  const first = source.get('r', never);
  await issue(600_000);
  await first;

  clock.advance(539_999);
  await source.get('r', never);
  expect(waiting).toHaveLength(0);
  clock.advance(1);
  expect(await textOf(source.get('r', never))).toBe('t1');
  expect(await textOf(source.get('r', never))).toBe('t1');
  expect(waiting).toHaveLength(1);
  await issue(600_000);
  expect(await textOf(source.get('r', never))).toBe('t2');
});

test('in its last seconds it is not used any more: it must still be valid when the request arrives', async () => {
  const clock = fakeClock();
  const { source, waiting, issue } = endpoint(clock);
  const first = source.get('r', never);
  await issue(600_000);
  await first;

  clock.advance(594_999);
  expect(await textOf(source.get('r', never))).toBe('t1');
  clock.advance(1);
  const next = textOf(source.get('r', never));
  expect(waiting).toHaveLength(1);
  await issue(600_000);
  expect(await next).toBe('t2');
});

test('a renewal that fails leaves the old token in use, and is tried again after a pause', async () => {
  const clock = fakeClock();
  const { source, waiting, issue, fail } = endpoint(clock);
  const first = source.get('r', never);
  await issue(600_000);
  await first;

  clock.advance(550_000);
  await source.get('r', never);
  await fail();
  expect(await textOf(source.get('r', never))).toBe('t1');
  expect(waiting).toHaveLength(0);
  clock.advance(5_000);
  expect(await textOf(source.get('r', never))).toBe('t1');
  expect(waiting).toHaveLength(1);
});

test('a failure is told to those who waited and to nobody after them', async () => {
  const { source, issue, fail } = endpoint(fakeClock());
  const waiters = [textOf(source.get('r', never)), textOf(source.get('r', never))];
  await fail();
  expect(await Promise.all(waiters)).toEqual(['unavailable', 'unavailable']);
  const next = textOf(source.get('r', never));
  await issue(600_000);
  expect(await next).toBe('t1');
});

test('tokens refused together cause one renewal', async () => {
  const { source, waiting, issue } = endpoint(fakeClock());
  const first = source.get('r', never);
  await issue(600_000);
  const got = await first;
  if (got === 'aborted' || !got.ok) throw new Error('no token');
  const again = Array.from({ length: 5 }, () => {
    expect(source.refused(got.value.token)).toBe(true);
    return textOf(source.get('r', never));
  });
  expect(waiting).toHaveLength(1);
  await issue(600_000);
  expect(new Set(await Promise.all(again))).toEqual(new Set(['t2']));
  // Word of the old one's refusal that comes late does not cost the new one.
  source.refused(got.value.token);
  expect(await textOf(source.get('r', never))).toBe('t2');
});

test('a token that expired on its way is not served', async () => {
  const clock = fakeClock();
  const { source, issue } = endpoint(clock);
  const got = textOf(source.get('r', never));
  clock.advance(1_000);
  await issue(1_000);
  expect(await got).toBe('unavailable');
});

test('a given token is served as it is and cannot be renewed', async () => {
  const source = fixedTokenSource(new Secret('given'));
  expect(await textOf(source.get('r', never))).toBe('given');
  expect(source.refused(new Secret('given'))).toBe(false);
});

test('whatever happens, no expired token is served and at most one request is under way', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 700_000 }) }),
    fc.record({ kind: fc.constant('get' as const) }),
    fc.record({ kind: fc.constant('issue' as const), ms: fc.integer({ min: 1, max: 700_000 }) }),
    fc.record({ kind: fc.constant('fail' as const) }),
    fc.record({ kind: fc.constant('refuse' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = fakeClock();
      const expiry = new Map<string, number>();
      const refused = new Set<string>();
      const waiting: { from: number; resolve: (answer: TokenAnswer) => void }[] = [];
      const source = createTokenSource(
        () => new Promise((resolve) => waiting.push({ from: clock.monotonicMs(), resolve })),
        clock,
      );
      let last: Secret | undefined;
      const check = async (answer: ReturnType<TokenSource['get']>): Promise<void> => {
        const got = await answer;
        if (got === 'aborted' || !got.ok) return;
        last = got.value.token;
        expect(expiry.get(last.reveal())).toBeGreaterThan(clock.monotonicMs());
        expect(refused).not.toContain(last.reveal());
      };
      for (const next of steps) {
        if (next.kind === 'advance') clock.advance(next.ms);
        if (next.kind === 'get') void check(source.get('r', never));
        if (next.kind === 'fail') waiting.shift()?.resolve(FAILURE);
        if (next.kind === 'issue') {
          const request = waiting.shift();
          const token = new Secret(`t${expiry.size}`);
          if (request !== undefined) expiry.set(token.reveal(), request.from + next.ms);
          request?.resolve({ ok: true, value: { token, lifetimeMs: next.ms } });
        }
        if (next.kind === 'refuse' && last !== undefined) {
          source.refused(last);
          refused.add(last.reveal());
        }
        for (let i = 0; i < 10; i += 1) await Promise.resolve();
        expect(waiting.length).toBeLessThanOrEqual(1);
      }
    }),
  );
});
