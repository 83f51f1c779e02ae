import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Call, CreateInvitation } from '@/lib/invitations/ports';
import type { ConductorOneVars } from './config';
import { createDirectory } from './directory';
import { memoryLog, START, testConfig } from './test-support';

// Timers only stand still here; what they would wait for is advanced by hand.
beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const INPUT: CreateInvitation = {
  directoryId: 'dir1',
  email: 'ada@example.org',
  displayName: 'Ada',
  roleIds: [],
  sponsorUserId: '',
  purpose: 'Audit',
  jobId: '',
  onboardingFlowId: '',
};
// Signing runs on another thread, which does not heed the timers of these tests.
const SYNCHRONOUS = { USHER_UPSTREAM_AUTH: 'client_secret' };
const CALL: Call = { requestId: 'req-1' };

type Reply = (request: { url: URL; init: RequestInit }) => Response | Promise<Response>;

/** The real client on a fetch that gives `replies` to API calls in turn (the last one for ever) and tokens t1, t2, … */
function directoryOn(replies: Reply[], options: { token?: Reply; vars?: ConductorOneVars } = {}) {
  const sent: { url: URL; headers: Headers; body: string; method: string }[] = [];
  const counts = { token: 0, api: 0 };
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    init.signal?.throwIfAborted();
    const url = new URL(String(input));
    if (url.pathname === '/auth/v1/token') {
      counts.token += 1;
      return options.token?.({ url, init }) ?? tokenReply(`t${counts.token}`);
    }
    sent.push({ url, headers: new Headers(init.headers), body: String(init.body ?? ''), method: init.method ?? '' });
    const reply = replies[Math.min(counts.api, replies.length - 1)];
    counts.api += 1;
    if (reply === undefined) throw new Error('no reply');
    return reply({ url, init });
  };
  const log = memoryLog();
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const directory = createDirectory(testConfig({ ...SYNCHRONOUS, ...options.vars }), {
    clock,
    log,
    fetch,
    random: () => 0.5,
  });
  return { directory, sent, counts, log };
}

const tokenReply = (token: string): Response =>
  Response.json({ access_token: token, token_type: 'Bearer', expires_in: 600 });
const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  () =>
    Response.json(body, { status, headers });
const grpc = (status: number, code: number, headers: Record<string, string> = {}): Reply =>
  json({ code, message: 'words' }, status, headers);
const network =
  (code: string, more: object = {}): Reply =>
  () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code, ...more }) });
  };
/** Answers never, until it is aborted. */
const hang: Reply = ({ init }) =>
  new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
const CREATED = json({ invitation: { id: 'i1', email: 'ada@example.org' } });
const codeOf = (answer: { ok: boolean; error?: { code: string } }) => answer.error?.code ?? 'ok';

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

describe('a read', () => {
  const WHO = json({ userId: 'u1' });

  test.each([
    ['a 500', grpc(500, 13)],
    ['a proxy’s 502', () => new Response('<html>', { status: 502 })],
    ['a 429', grpc(429, 8)],
    ['a reset', network('ECONNRESET')],
    ['no listener', network('ECONNREFUSED')],
  ] as [string, Reply][])('that meets %s is tried three times at most', async (_name, reply) => {
    const lucky = directoryOn([reply, reply, WHO]);
    const good = lucky.directory.introspect(CALL);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(codeOf(await good)).toBe('ok');
    expect(lucky.counts.api).toBe(3);

    const unlucky = directoryOn([reply]);
    const bad = unlucky.directory.introspect(CALL);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(codeOf(await bad)).not.toBe('ok');
    expect(unlucky.counts.api).toBe(3);
  });

  test.each([
    ['a 403', grpc(403, 7)],
    ['a 404', grpc(404, 5)],
    ['a web page', () => new Response('<html>')],
    ['half of a body', () => new Response('{"us')],
  ] as [string, Reply][])('that meets %s is not repeated', async (_name, reply) => {
    const { directory, counts } = directoryOn([reply]);
    await directory.introspect(CALL);
    expect(counts.api).toBe(1);
  });

  test('waits as long as Retry-After says', async () => {
    const { directory, counts } = directoryOn([grpc(429, 8, { 'retry-after': '3' }), WHO]);
    const answer = directory.introspect(CALL);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(counts.api).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(codeOf(await answer)).toBe('ok');
  });

  test('does not wait for what comes after its deadline', async () => {
    const { directory, counts } = directoryOn([grpc(429, 8, { 'retry-after': '60' })]);
    expect(await directory.introspect(CALL)).toMatchObject({ error: { code: 'rate-limited', retryAfterMs: 60_000 } });
    expect(counts.api).toBe(1);
  });

  test('stops waiting when it is given up', async () => {
    const controller = new AbortController();
    const { directory, counts } = directoryOn([grpc(503, 14, { 'retry-after': '5' })]);
    const answer = directory.introspect({ ...CALL, signal: controller.signal });
    await vi.advanceTimersByTimeAsync(100);
    controller.abort();
    expect(codeOf(await answer)).toBe('unavailable');
    expect(counts.api).toBe(1);
  });

  test('does not read an answer without end', async () => {
    const endless = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)) }));
    expect(codeOf(await directoryOn([endless]).directory.introspect(CALL))).toBe('malformed');
  });

  test('tells the upstream’s time', async () => {
    const date = 'Tue, 24 Nov 2026 11:00:00 GMT';
    const { directory } = directoryOn([json({ userId: 'u1' }, 200, { date })]);
    expect((await directory.introspect(CALL)).upstreamDate).toEqual(new Date(date));
    const refused = directoryOn([grpc(403, 7, { date })]);
    expect((await refused.directory.introspect(CALL)).upstreamDate).toEqual(new Date(date));
  });

  test('ends a body that stands still at the deadline', async () => {
    const still: Reply = ({ init }) =>
      new Response(
        new ReadableStream({
          start: (controller) => init.signal?.addEventListener('abort', () => controller.error(init.signal?.reason)),
        }),
      );
    const { directory } = directoryOn([still]);
    const answer = directory.introspect(CALL);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(codeOf(await answer)).toBe('timed-out');
  });
});

describe('a listing', () => {
  const page = (ids: string[], nextPageToken: string): Reply =>
    json({ list: ids.map((id) => ({ id, appId: id })), nextPageToken });

  test('follows its pages and keeps each entry once', async () => {
    const { directory, sent } = directoryOn([page(['a', 'b'], 'p2'), page(['b', 'c'], '')]);
    const answer = await directory.listRoles(CALL);
    expect(answer.ok && answer.value.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(sent.map(({ url }) => url.search)).toEqual(['?page_size=100', '?page_size=100&page_token=p2']);
  });

  test.each([
    ['go in a circle', [page(['a'], 'p2'), page(['b'], 'p2')], 2],
    ['do not end', Array.from({ length: 60 }, (_, n) => page([`r${n}`], `p${n}`)), 50],
  ])('whose pages %s is given up', async (_name, replies, requests) => {
    const { directory, counts } = directoryOn(replies);
    expect(codeOf(await directory.listDirectories(CALL))).toBe('malformed');
    expect(counts.api).toBe(requests);
  });
});

describe('a search', () => {
  test('for nobody asks nobody', async () => {
    const { directory, counts } = directoryOn([json({ list: [{ user: { id: 'u1' } }] })]);
    expect(await directory.searchUsers({ ids: [] }, CALL)).toEqual({
      ok: true,
      value: { items: [], nextPageToken: '' },
    });
    expect(counts.api).toBe(0);
  });

  test('for sponsors asks for enabled humans', async () => {
    const { directory, sent } = directoryOn([json({ list: null })]);
    await directory.searchUsers({ query: 'ana', ids: ['u1'], onlyEnabledHumans: true, pageSize: 10 }, CALL);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      query: 'ana',
      refs: [{ id: 'u1' }],
      excludeTypes: ['USER_TYPE_SYSTEM', 'USER_TYPE_SERVICE', 'USER_TYPE_AGENT'],
      userStatuses: ['ENABLED'],
      pageSize: 10,
    });
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
