import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CALL, codeOf, directoryOn, grpc, hang, INPUT, json, network, type Reply, tokenReply } from './test-directory';
import { START } from './test-support';

// Timers only stand still here; what they would wait for is advanced by hand.
beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const CREATED = json({ invitation: { id: 'i1', email: 'ada@example.org' } });

describe('a create', () => {
  test('sends what is filled in, once, with the request’s id and the token', async () => {
    const { directory, sent, counts } = directoryOn([CREATED]);
    expect(await directory.createInvitation({ ...INPUT, roleIds: ['r1'] }, CALL)).toMatchObject({
      ok: true,
      value: { id: 'i1', directoryId: 'dir1' },
    });
    expect(counts).toEqual({ token: 1, api: 1 });
    expect(sent[0]?.url.href).toBe('https://acme.conductor.one/api/v1/local-directory-configs/dir1/invitations');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      email: 'ada@example.org',
      displayName: 'Ada',
      initialRoleIds: ['r1'],
      purpose: 'Audit',
    });
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      authorization: 'Bearer t1',
      'x-request-id': 'req-1',
      'user-agent': expect.stringMatching(/^usher\/\d/),
    });
  });

  test.each([
    ['a 500', grpc(500, 13), 'outcome-unknown'],
    ['a 503', grpc(503, 14), 'outcome-unknown'],
    ['a 429', grpc(429, 8), 'rate-limited'],
    ['a 409', grpc(409, 6), 'conflict'],
    ['a reset', network('ECONNRESET'), 'outcome-unknown'],
    ['a closed socket', network('UND_ERR_SOCKET'), 'outcome-unknown'],
    ['an error of no name', () => Promise.reject(new TypeError('fetch failed')), 'outcome-unknown'],
    ['no listener', network('ECONNREFUSED'), 'unavailable'],
    ['no such host', network('ENOTFOUND'), 'unavailable'],
    ['no time to connect', network('UND_ERR_CONNECT_TIMEOUT'), 'unavailable'],
    ['no way there', network('ETIMEDOUT', { syscall: 'connect' }), 'unavailable'],
    ['a time-out of a standing connection', network('ETIMEDOUT', { syscall: 'read' }), 'outcome-unknown'],
    ['a wrong certificate', network('ERR_TLS_CERT_ALTNAME_INVALID'), 'unavailable'],
    ['no invitation', json({ invitation: null }), 'outcome-unknown'],
    ['an invitation without an id', json({ invitation: { email: 'ada@example.org' } }), 'outcome-unknown'],
    [
      'a redirect',
      () => new Response(null, { status: 307, headers: { location: 'https://e.example' } }),
      'outcome-unknown',
    ],
  ] as [string, Reply, string][])('that meets %s reaches the upstream once', async (_name, reply, code) => {
    const { directory, counts } = directoryOn([reply, CREATED]);
    expect(codeOf(await directory.createInvitation(INPUT, CALL))).toBe(code);
    expect(counts.api).toBe(1);
  });

  test('that is refused by every address of a host was not sent', async () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const reset = Object.assign(new Error('x'), { code: 'ECONNRESET', syscall: 'read' });
    const all = network('ECONNREFUSED', { errors: [refused, refused] });
    expect(codeOf(await directoryOn([all]).directory.createInvitation(INPUT, CALL))).toBe('unavailable');
    const some = network('ECONNREFUSED', { errors: [refused, reset] });
    expect(codeOf(await directoryOn([some]).directory.createInvitation(INPUT, CALL))).toBe('outcome-unknown');
  });

  test('that gets no answer ends at the deadline, not known', async () => {
    const { directory } = directoryOn([hang]);
    const answer = directory.createInvitation(INPUT, CALL);
    await vi.advanceTimersByTimeAsync(9_999);
    let done = false;
    void answer.then(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(codeOf(await answer)).toBe('outcome-unknown');
  });

  test('that is given up is not known once it was sent, and is nothing before', async () => {
    const late = new AbortController();
    const { directory } = directoryOn([hang]);
    const answer = directory.createInvitation(INPUT, { ...CALL, signal: late.signal });
    await vi.advanceTimersByTimeAsync(5);
    late.abort();
    expect(codeOf(await answer)).toBe('outcome-unknown');

    const early = directoryOn([CREATED]);
    const signal = AbortSignal.abort();
    expect(await early.directory.createInvitation(INPUT, { ...CALL, signal })).toMatchObject({
      ok: false,
      error: { code: 'timed-out', message: expect.stringContaining('before anything was sent') },
    });
    expect(early.counts.api).toBe(0);
  });

  test.each([
    ['hang', hang, 'timed-out'],
    ['are refused', json({ error: 'invalid_client' }, 401), 'unauthenticated'],
    ['meet a proxy', () => new Response('<html>', { status: 403 }), 'unavailable'],
    ['fail', json({}, 500), 'unavailable'],
  ] as [string, Reply, string][])('whose token requests %s was not sent', async (_name, token, code) => {
    const { directory, counts } = directoryOn([CREATED], { token });
    const answer = directory.createInvitation(INPUT, CALL);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(codeOf(await answer)).toBe(code);
    expect(counts.api).toBe(0);
  });

  test('is not begun when the token took most of its time', async () => {
    const token: Reply = () =>
      new Promise((resolve) => {
        setTimeout(() => resolve(tokenReply('slow')), 8_000);
      });
    const { directory, counts } = directoryOn([CREATED], { token });
    const answer = directory.createInvitation(INPUT, CALL);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(codeOf(await answer)).toBe('timed-out');
    expect(counts.api).toBe(0);
    // The token is there for the next one.
    expect(codeOf(await directory.createInvitation(INPUT, CALL))).toBe('ok');
    expect(counts.token).toBe(1);
  });

  test.each(['', '.', '..', '\ud800'])('into the directory %j is not sent', async (directoryId) => {
    const { directory, counts } = directoryOn([CREATED]);
    expect(codeOf(await directory.createInvitation({ ...INPUT, directoryId }, CALL))).toBe('not-found');
    expect(counts.api).toBe(0);
  });
});

describe('a refused token', () => {
  const REFUSED = grpc(401, 16);

  test('is renewed, and the request sent once more, a create too', async () => {
    const { directory, sent, counts } = directoryOn([REFUSED, CREATED]);
    expect(codeOf(await directory.createInvitation(INPUT, CALL))).toBe('ok');
    expect(counts).toEqual({ token: 2, api: 2 });
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t1', 'Bearer t2']);
  });

  test('is renewed once only', async () => {
    const { directory, counts } = directoryOn([REFUSED]);
    expect(codeOf(await directory.introspect(CALL))).toBe('unauthenticated');
    expect(counts).toEqual({ token: 2, api: 2 });
  });

  test('by a proxy is not the upstream’s word', async () => {
    const { directory, counts } = directoryOn([() => new Response('<html>', { status: 401 })]);
    expect(codeOf(await directory.createInvitation(INPUT, CALL))).toBe('outcome-unknown');
    expect(counts).toEqual({ token: 1, api: 1 });
  });

  test('that was given by configuration stays refused', async () => {
    const vars = { CONDUCTORONE_CLIENT_SECRET: '', CONDUCTORONE_ACCESS_TOKEN: 'given' };
    const { directory, sent, counts } = directoryOn([REFUSED], { vars });
    expect(codeOf(await directory.createInvitation(INPUT, CALL))).toBe('unauthenticated');
    expect(counts).toEqual({ token: 0, api: 1 });
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer given');
  });
});

test('the log has one line per call, without bodies, words, addresses and secrets', async () => {
  const { directory, log } = directoryOn([grpc(503, 14), CREATED]);
  await directory.createInvitation(INPUT, CALL);
  expect(log.lines).toEqual([
    {
      level: 'info',
      event: 'upstream.call',
      facts: {
        operation: 'token',
        requestId: 'req-1',
        durationMs: expect.any(Number),
        requests: 1,
        status: 200,
        code: 'ok',
      },
    },
    {
      level: 'warn',
      event: 'upstream.call',
      facts: {
        operation: 'createInvitation',
        requestId: 'req-1',
        durationMs: expect.any(Number),
        requests: 1,
        status: 503,
        code: 'outcome-unknown',
      },
    },
  ]);
});
