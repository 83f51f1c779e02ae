import 'server-only';
import { z } from 'zod';
import type { DirectoryError, DirectoryErrorCode } from '@/lib/invitations/errors';
import type { Exchange } from './exchange';
import { retryAfterMs } from './retry';
import { foreignText } from './text';

/** What a call does upstream: a read may be repeated; a write changes something and may not. */
export type Effect = 'read' | 'write';

export type JsonObject = Record<string, unknown>;
export type Verdict = { ok: true; body: JsonObject } | { ok: false; error: DirectoryError };

type Answered = Extract<Exchange, { kind: 'answer' }>;
type Failed = Extract<Exchange, { kind: 'failure' }>;

/**
 * Judges one exchange. Total: every exchange has exactly one verdict.
 *
 * For a write, a code other than `outcome-unknown` is a promise that nothing was changed. It is given only when no
 * connection was made, or for a refusal in the upstream's own form (a gRPC status as JSON whose code belongs to the HTTP
 * status). The same status from a proxy in between proves nothing about the upstream behind it.
 */
export function judge(exchange: Exchange, effect: Effect, now: Date): Verdict {
  if (exchange.kind === 'failure') return { ok: false, error: fromFailure(exchange, effect) };
  const body = jsonObject(exchange.text);
  if (exchange.status >= 200 && exchange.status < 300 && body !== null) return { ok: true, body };
  const grpc = grpcStatus.safeParse(body);
  return { ok: false, error: fromAnswer(exchange, effect, grpc.success ? grpc.data : null, now) };
}

/** The error for a successful answer that does not hold what it must, such as an invitation without an id. */
export function unusable(effect: Effect, status: number): DirectoryError {
  const message = 'The upstream answered without the data that was asked for.';
  return { code: effect === 'write' ? 'outcome-unknown' : 'malformed', message, status };
}

/** The error for a call that ended before anything was sent. */
export function nothingSent(why: 'timed-out' | 'given-up'): DirectoryError {
  const reason = why === 'timed-out' ? 'The time for the call was over' : 'The call was given up';
  return { code: 'timed-out', message: `${reason} before anything was sent.` };
}

const FAILURE: Record<Failed['why'], { code: DirectoryErrorCode; message: string }> = {
  'timed-out': { code: 'timed-out', message: 'The upstream did not answer in time.' },
  'given-up': { code: 'timed-out', message: 'The call was given up before the upstream had answered.' },
  'no-connection': { code: 'unavailable', message: 'No connection to the upstream could be made' },
  broken: { code: 'unavailable', message: 'The connection broke before the answer was complete' },
  'too-large': { code: 'malformed', message: 'The answer is larger than any the upstream should give.' },
};

function fromFailure(failure: Failed, effect: Effect): DirectoryError {
  const status = failure.status === undefined ? {} : { status: failure.status };
  if (failure.unsent && failure.why !== 'no-connection')
    return nothingSent(failure.why === 'given-up' ? 'given-up' : 'timed-out');
  const { code, message } = FAILURE[failure.why];
  const full = message.endsWith('.') ? message : `${message}${failure.detail === '' ? '' : ` (${failure.detail})`}.`;
  return { code: effect === 'write' && !failure.unsent ? 'outcome-unknown' : code, message: full, ...status };
}

/** A gRPC status as the upstream's gateway writes it; codes 1 to 16 are errors. An empty message may be left out. */
const grpcStatus = z.object({ code: z.int().min(1).max(16), message: z.string().catch('') });
type GrpcStatus = z.infer<typeof grpcStatus>;

/** HTTP status → gRPC code → ours, for refusals that are certainly without effect. */
const REFUSALS: Record<number, Record<number, DirectoryErrorCode>> = {
  400: { 3: 'invalid', 9: 'precondition', 11: 'invalid' },
  401: { 16: 'unauthenticated' },
  403: { 7: 'forbidden' },
  404: { 5: 'not-found' },
  409: { 6: 'conflict', 10: 'conflict' },
  429: { 8: 'rate-limited' },
};

function fromAnswer(answer: Answered, effect: Effect, grpc: GrpcStatus | null, now: Date): DirectoryError {
  const { status } = answer;
  const asked = retryAfterMs(answer.headers.get('retry-after'), answer.upstreamDate ?? now);
  const words = grpc === null ? '' : foreignText(grpc.message);
  const error = (code: DirectoryErrorCode): DirectoryError => ({
    code,
    message: words === '' ? ourWords(answer, grpc !== null) : words,
    status,
    ...(asked === undefined ? {} : { retryAfterMs: asked }),
  });
  const refusal = grpc === null ? undefined : REFUSALS[status]?.[grpc.code];
  if (refusal !== undefined) return error(refusal);
  if (effect === 'write') return error('outcome-unknown');
  if (status === 429) return error('rate-limited');
  return error(status >= 500 ? 'unavailable' : 'malformed');
}

function ourWords(answer: Answered, own: boolean): string {
  const { status, headers, text } = answer;
  if (status >= 300 && status < 400) return `HTTP ${status}: a redirect, which is not followed. Is the address right?`;
  if (own) return `HTTP ${status} from the upstream, without a message.`;
  if (/html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text)) {
    return `HTTP ${status} with a web page in place of the API’s answer: a proxy or another server spoke.`;
  }
  return `HTTP ${status} with ${text.trim() === '' ? 'an empty answer' : 'an answer that is not the API’s'}.`;
}

/** The text as a JSON object, null when it is anything else. */
export function jsonObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
