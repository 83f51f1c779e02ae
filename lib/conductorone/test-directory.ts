import 'server-only';
import type { Call, CreateInvitation } from '@/lib/invitations/ports';
import type { ConductorOneVars } from './config';
import { createDirectory } from './directory';
import { memoryLog, testConfig } from './test-support';

export const INPUT: CreateInvitation = {
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
export const CALL: Call = { requestId: 'req-1' };

export type Reply = (request: { url: URL; init: RequestInit }) => Response | Promise<Response>;

/** The real client on a fetch that gives `replies` to API calls in turn (the last one for ever) and tokens t1, t2, … */
export function directoryOn(replies: Reply[], options: { token?: Reply; vars?: ConductorOneVars } = {}) {
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

export const tokenReply = (token: string): Response =>
  Response.json({ access_token: token, token_type: 'Bearer', expires_in: 600 });
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  () =>
    Response.json(body, { status, headers });
export const grpc = (status: number, code: number, headers: Record<string, string> = {}): Reply =>
  json({ code, message: 'words' }, status, headers);
export const network =
  (code: string, more: object = {}): Reply =>
  () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code, ...more }) });
  };
/** Answers never, until it is aborted. */
export const hang: Reply = ({ init }) =>
  new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
export const codeOf = (answer: { ok: boolean; error?: { code: string } }) => answer.error?.code ?? 'ok';
