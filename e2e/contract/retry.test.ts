import { expect, test } from 'vitest';
import { CALL, codeOf, directoryFor, partners, realClock, sandboxControl } from './setup';

const control = sandboxControl();

test.each([
  [{ kind: 'status', status: 500 }],
  [{ kind: 'status', status: 429 }],
  [{ kind: 'html', status: 502 }],
  [{ kind: 'drop' }],
])('a read that meets %j twice succeeds at the third try', async (fault) => {
  const directory = directoryFor(control);
  await control.fault({ ...fault, operations: ['introspect'], times: 2 });
  expect(codeOf(await directory.introspect(CALL))).toBe('ok');
  expect((await control.count('introspect')).requests).toBe(3);
});

test.each([
  [{ kind: 'status', status: 503 }, 'unavailable', 3],
  [{ kind: 'status', status: 429, retryAfter: 0 }, 'rate-limited', 3],
  [{ kind: 'drop' }, 'unavailable', 3],
  [{ kind: 'html', status: 503 }, 'unavailable', 3],
  [{ kind: 'html', status: 403 }, 'malformed', 1],
  [{ kind: 'html', status: 200 }, 'malformed', 1],
  [{ kind: 'status', status: 302, body: 'empty' }, 'malformed', 1],
  [{ kind: 'empty' }, 'malformed', 1],
  [{ kind: 'malformed' }, 'malformed', 1],
  [{ kind: 'status', status: 403 }, 'forbidden', 1],
  [{ kind: 'status', status: 429, retryAfter: 60 }, 'rate-limited', 1],
])('a read that meets %j for ever is %s after %d tries', async (fault, code, requests) => {
  const directory = directoryFor(control);
  await control.fault({ ...fault, operations: ['introspect'] });
  expect(codeOf(await directory.introspect(CALL))).toBe(code);
  expect((await control.count('introspect')).requests).toBe(requests);
});

test.each([[{ kind: 'hang' }], [{ kind: 'slow-body', ms: 60_000 }]])(
  'a read that meets %j ends at its deadline',
  async (fault) => {
    const directory = directoryFor(control, { USHER_UPSTREAM_DEADLINE_MS: '500' });
    await directory.listRoles(CALL);
    await control.fault({ ...fault, operations: ['introspect'] });
    const started = realClock.monotonicMs();
    expect(codeOf(await directory.introspect(CALL))).toBe('timed-out');
    expect(realClock.monotonicMs() - started).toBeLessThan(1_500);
    expect((await control.count('introspect')).requests).toBe(1);
  },
);

test('Retry-After is honoured', async () => {
  const directory = directoryFor(control);
  await directory.listRoles(CALL);
  await control.fault({ kind: 'status', status: 429, retryAfter: 1, operations: ['introspect'], times: 1 });
  const started = realClock.monotonicMs();
  expect(codeOf(await directory.introspect(CALL))).toBe('ok');
  expect(realClock.monotonicMs() - started).toBeGreaterThanOrEqual(1_000);
  expect((await control.count('introspect')).requests).toBe(2);
});

test('under a rate limit, reads slow down and succeed', async () => {
  const directory = directoryFor(control);
  const { id } = await partners(directory);
  await control.settings({ rateLimit: { perSecond: 20, burst: 1, retryAfter: null } });
  for (let i = 0; i < 4; i += 1)
    expect(codeOf(await directory.searchInvitations({ directoryId: id }, CALL))).toBe('ok');
});
