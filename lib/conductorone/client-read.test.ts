import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CALL, codeOf, directoryOn, grpc, json, network, type Reply } from './test-directory';
import { START } from './test-support';

// Timers only stand still here; what they would wait for is advanced by hand.
beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
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
