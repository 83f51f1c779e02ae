import 'server-only';
import type { DirectoryError } from '@/lib/invitations/errors';
import type { Answer, Call, Clock, Log } from '@/lib/invitations/ports';
import type { Secret } from '@/lib/secret';
import { type Effect, type JsonObject, judge, nothingSent, unusable } from './classify';
import type { ConductorOneConfig } from './config';
import { type Deadline, type Ended, startDeadline } from './deadline';
import { exchange, type HttpRequest } from './exchange';
import { report } from './report';
import { MAX_TRIES, retried } from './retry';
import { requestToken } from './token-request';
import type { TokenAnswer } from './token-response';
import { createTokenSource, fixedTokenSource, type TokenSource } from './token-source';
import { USER_AGENT } from './user-agent';

export type ClientDeps = {
  clock: Clock;
  log: Log;
  /** From 0 up to 1, for the jitter between tries. */
  random?: () => number;
  fetch?: typeof globalThis.fetch;
};

/** One request of the API. */
export type Spec<T> = {
  /** Its name in the log. */
  operation: string;
  effect: Effect;
  method: 'GET' | 'POST';
  /** Below the base address, escaped, with its query. */
  path: string;
  body?: JsonObject;
  /** The value in a successful answer; null when what must be there is not. */
  parse(body: JsonObject): T | null;
};

export type Client = {
  /** Runs `work` within the configured deadline, which all requests of one call share. */
  within<T>(call: Call, work: (deadline: Deadline) => Promise<T>): Promise<T>;
  /** Sends a request; never throws. A read is tried up to three times, a write reaches the upstream at most once. */
  request<T>(spec: Spec<T>, call: Call, deadline: Deadline): Promise<Answer<T>>;
};

/** Below this share of its time a write is not begun any more: it would most likely end as "outcome unknown". */
const LEAST_SHARE_FOR_WRITE = 0.25;

/** The HTTP client for one tenant, with one token for all of its requests. */
export function createClient(config: ConductorOneConfig, deps: ClientDeps): Client {
  const { clock, log, random = Math.random } = deps;
  // Looked up at each call, as it may be replaced after this module was loaded (Next.js does).
  const fetch: typeof globalThis.fetch = deps.fetch ?? ((...given) => globalThis.fetch(...given));
  const tokens = tokenSource(config, { clock, log, random, fetch });

  const within: Client['within'] = async (call, work) => {
    const deadline = startDeadline(config.deadlineMs, clock, call.signal);
    try {
      return await work(deadline);
    } finally {
      deadline.end();
    }
  };

  const send = async <T>(spec: Spec<T>, token: Secret, call: Call, deadline: Deadline): Promise<Answer<T>> => {
    const result = await exchange(fetch, httpRequest(config, spec, token, call), deadline);
    const date = result.upstreamDate === undefined ? {} : { upstreamDate: result.upstreamDate };
    const verdict = judge(result, spec.effect, clock.now());
    if (!verdict.ok) return { ok: false, error: verdict.error, ...date };
    const value = spec.parse(verdict.body);
    if (value === null) return { ok: false, error: unusable(spec.effect, result.status ?? 200), ...date };
    return { ok: true, value, ...date };
  };

  const attempt = async <T>(
    spec: Spec<T>,
    call: Call,
    deadline: Deadline,
    count: { requests: number },
  ): Promise<{ final: boolean; answer: Answer<T> }> => {
    for (let renewed = false; ; renewed = true) {
      const got = await tokens.get(call.requestId, deadline.signal);
      if (got === 'aborted') return { final: true, answer: ended(deadline) };
      if (!got.ok) return { final: true, answer: got };
      const left = deadline.remainingMs();
      if (left === 0 || (spec.effect === 'write' && left < config.deadlineMs * LEAST_SHARE_FOR_WRITE)) {
        return { final: true, answer: ended(deadline) };
      }
      // Asked in the same breath as the request leaves: whatever paused this process before, it shows here.
      if (call.mayStillSend?.() === false)
        return { final: true, answer: { ok: false, error: nothingSent('given-up') } };
      count.requests += 1;
      const answer = await send(spec, got.value.token, call, deadline);
      // A 401 in the upstream's own form is a refusal without effect, so that even a write may be sent again, once.
      const unauthenticated = !answer.ok && answer.error.code === 'unauthenticated';
      if (!unauthenticated || renewed || !tokens.refused(got.value.token)) return { final: false, answer };
    }
  };

  const request: Client['request'] = async (spec, call, deadline) => {
    const started = clock.monotonicMs();
    const count = { requests: 0 };
    const answer = await retried(spec.effect === 'read' ? MAX_TRIES : 1, deadline, random, () =>
      attempt(spec, call, deadline, count),
    );
    report(log, spec.operation, call.requestId, clock.monotonicMs() - started, count.requests, answer);
    return answer;
  };

  return { within, request };
}

function tokenSource(config: ConductorOneConfig, deps: Required<ClientDeps>): TokenSource {
  const { clock, log, random } = deps;
  const { credential } = config;
  if (credential.kind === 'access-token') return fixedTokenSource(credential.token);
  return createTokenSource(async (requestId): Promise<TokenAnswer> => {
    const started = clock.monotonicMs();
    // A deadline of its own: the token is for everybody who waits, whatever becomes of the call that asked first.
    const deadline = startDeadline(config.deadlineMs, clock);
    const count = { requests: 0 };
    try {
      const answer = await retried(MAX_TRIES, deadline, random, async () => {
        count.requests += 1;
        return { final: false, answer: await requestToken(config, credential, deps, deadline) };
      });
      report(log, 'token', requestId, clock.monotonicMs() - started, count.requests, answer);
      return answer;
    } finally {
      deadline.end();
    }
  }, clock);
}

function httpRequest<T>(config: ConductorOneConfig, spec: Spec<T>, token: Secret, call: Call): HttpRequest {
  const headers: Record<string, string> = {
    accept: 'application/json',
    authorization: `Bearer ${token.reveal()}`,
    'user-agent': USER_AGENT,
    'x-request-id': call.requestId.replace(/[^\x21-\x7e]/g, '').slice(0, 128),
  };
  const url = `${config.baseUrl}${spec.path}`;
  if (spec.body === undefined) return { method: spec.method, url, headers };
  headers['content-type'] = 'application/json';
  return { method: spec.method, url, headers, body: JSON.stringify(spec.body) };
}

const ended = (deadline: Deadline): { ok: false; error: DirectoryError } => ({
  ok: false,
  error: nothingSent((deadline.signal.reason as Ended) === 'caller' ? 'given-up' : 'timed-out'),
});
