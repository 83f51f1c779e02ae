import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIRECTORY_ERROR_CODES } from '@/lib/invitations/errors';
import { type Effect, judge } from './classify';
import type { Exchange } from './exchange';
import { START } from './test-support';

const answer = (status: number, text: string, headers: Record<string, string> = {}): Exchange => ({
  kind: 'answer',
  status,
  text,
  headers: new Headers(headers),
});
const grpc = (status: number, code: number) => answer(status, JSON.stringify({ code, message: 'words', details: [] }));
const failure = (unsent: boolean, why: Extract<Exchange, { kind: 'failure' }>['why']): Exchange => ({
  kind: 'failure',
  unsent,
  why,
  detail: '',
});
const codeOf = (exchange: Exchange, effect: Effect) => {
  const verdict = judge(exchange, effect, START);
  return verdict.ok ? 'ok' : verdict.error.code;
};

const HTML = '<!DOCTYPE html><html></html>';
const TABLE: [name: string, exchange: Exchange, read: string, write: string][] = [
  ['an object', answer(200, '{}'), 'ok', 'ok'],
  ['400 code 3', grpc(400, 3), 'invalid', 'invalid'],
  ['400 code 9', grpc(400, 9), 'precondition', 'precondition'],
  ['401', grpc(401, 16), 'unauthenticated', 'unauthenticated'],
  ['403', grpc(403, 7), 'forbidden', 'forbidden'],
  ['404', grpc(404, 5), 'not-found', 'not-found'],
  ['409', grpc(409, 6), 'conflict', 'conflict'],
  ['429', grpc(429, 8), 'rate-limited', 'rate-limited'],
  ['a refusal whose code is another status’s', grpc(403, 13), 'malformed', 'outcome-unknown'],
  ['an HTTP status in place of a gRPC code', grpc(403, 403), 'malformed', 'outcome-unknown'],
  ['400 without a code', answer(400, '{"message":"no"}'), 'malformed', 'outcome-unknown'],
  ['500', grpc(500, 13), 'unavailable', 'outcome-unknown'],
  ['503', grpc(503, 14), 'unavailable', 'outcome-unknown'],
  ['504', grpc(504, 4), 'unavailable', 'outcome-unknown'],
  ['501', grpc(501, 12), 'unavailable', 'outcome-unknown'],
  ['408', answer(408, ''), 'malformed', 'outcome-unknown'],
  ['a proxy’s 401', answer(401, HTML), 'malformed', 'outcome-unknown'],
  ['a proxy’s 403', answer(403, HTML), 'malformed', 'outcome-unknown'],
  ['a proxy’s 404', answer(404, HTML), 'malformed', 'outcome-unknown'],
  ['a proxy’s 409', answer(409, HTML), 'malformed', 'outcome-unknown'],
  ['a proxy’s 429', answer(429, HTML), 'rate-limited', 'outcome-unknown'],
  ['a proxy’s 502', answer(502, HTML), 'unavailable', 'outcome-unknown'],
  ['a web page with 200', answer(200, HTML), 'malformed', 'outcome-unknown'],
  ['a redirect', answer(302, '', { location: 'https://elsewhere.example' }), 'malformed', 'outcome-unknown'],
  ['an empty 200', answer(200, ''), 'malformed', 'outcome-unknown'],
  ['an empty 204', answer(204, ''), 'malformed', 'outcome-unknown'],
  ['half of a body', answer(200, '{"invitation":{"id'), 'malformed', 'outcome-unknown'],
  ['a list', answer(200, '[]'), 'malformed', 'outcome-unknown'],
  ['null', answer(200, 'null'), 'malformed', 'outcome-unknown'],
  ['no connection', failure(true, 'no-connection'), 'unavailable', 'unavailable'],
  ['no time before the request', failure(true, 'timed-out'), 'timed-out', 'timed-out'],
  ['given up before the request', failure(true, 'given-up'), 'timed-out', 'timed-out'],
  ['no answer in time', failure(false, 'timed-out'), 'timed-out', 'outcome-unknown'],
  ['given up while waiting', failure(false, 'given-up'), 'timed-out', 'outcome-unknown'],
  ['a reset', failure(false, 'broken'), 'unavailable', 'outcome-unknown'],
  ['an endless body', failure(false, 'too-large'), 'malformed', 'outcome-unknown'],
];

describe.each(TABLE)('%s', (_name, exchange, read, write) => {
  test(`is ${read} for a read and ${write} for a write`, () => {
    expect([codeOf(exchange, 'read'), codeOf(exchange, 'write')]).toEqual([read, write]);
  });
});

test('a refusal carries the upstream’s words, its status and the wait by the upstream’s own clock', () => {
  const headers = new Headers({ 'retry-after': 'Tue, 24 Nov 2026 12:00:05 GMT' });
  const upstreamDate = new Date('2026-11-24T12:00:00Z');
  const text = JSON.stringify({ code: 8, message: 'slow\ndown' });
  expect(judge({ kind: 'answer', status: 429, headers, text, upstreamDate }, 'write', START)).toEqual({
    ok: false,
    error: { code: 'rate-limited', message: 'slow down', status: 429, retryAfterMs: 5000 },
  });
});

test('a write is called without effect only for a known refusal in the upstream’s own form', () => {
  const codes = fc.oneof(fc.integer({ min: -3, max: 20 }), fc.constantFrom('3', null, undefined, 3.5));
  const bodies = fc.oneof(
    fc.record({ code: codes, message: fc.oneof(fc.string(), fc.integer()) }).map((body) => JSON.stringify(body)),
    fc.json(),
    fc.string(),
  );
  const known = new Set(['400/3', '400/9', '400/11', '401/16', '403/7', '404/5', '409/6', '409/10', '429/8']);
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), bodies, (status, text) => {
      const code = codeOf(answer(status, text), 'write');
      if (code === 'ok' || code === 'outcome-unknown') return;
      const body = JSON.parse(text) as { code: number };
      expect(known).toContain(`${status}/${body.code}`);
    }),
    { numRuns: 2000 },
  );
});

test('every exchange has a verdict of the closed set', () => {
  const exchanges = fc.oneof(
    fc.tuple(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.string(), fc.json())).map(([s, text]) => answer(s, text)),
    fc
      .tuple(fc.boolean(), fc.constantFrom('timed-out', 'given-up', 'no-connection', 'broken', 'too-large'))
      .map(([unsent, why]) => failure(unsent, why as 'broken')),
  );
  fc.assert(
    fc.property(exchanges, fc.constantFrom<Effect>('read', 'write'), (exchange, effect) => {
      expect(['ok', ...DIRECTORY_ERROR_CODES]).toContain(codeOf(exchange, effect));
    }),
  );
});
