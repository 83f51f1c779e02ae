import 'server-only';
import type { Deadline, Ended } from './deadline';
import { httpDate } from './retry';

const BODY_LIMIT = 4 * 1024 * 1024;

/** What came of one HTTP request: an answer that was read to its end, or how it failed. */
export type Exchange =
  | { kind: 'answer'; status: number; headers: Headers; text: string; upstreamDate?: Date }
  | {
      kind: 'failure';
      /** True only when it is certain that no byte of the request left this machine. */
      unsent: boolean;
      why: 'timed-out' | 'given-up' | 'no-connection' | 'broken' | 'too-large';
      /** A code of the network layer, such as ECONNRESET; "" when there is none. */
      detail: string;
      status?: number;
      upstreamDate?: Date;
    };

export type HttpRequest = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: BodyInit };

/**
 * Sends one request and reads the answer, all within `deadline`; never throws. Redirects are not followed, so that a
 * credential goes nowhere but to the configured host, and a body of more than 4 MiB is not read to its end.
 */
export async function exchange(
  fetch: typeof globalThis.fetch,
  request: HttpRequest,
  deadline: Deadline,
): Promise<Exchange> {
  if (deadline.signal.aborted) return { kind: 'failure', unsent: true, why: whyEnded(deadline), detail: '' };
  const { url, ...init } = request;
  let response: Response;
  try {
    // no-store: Next.js wraps fetch and may otherwise keep answers.
    response = await fetch(url, { ...init, redirect: 'manual', cache: 'no-store', signal: deadline.signal });
  } catch (error) {
    if (deadline.signal.aborted) return { kind: 'failure', unsent: false, why: whyEnded(deadline), detail: '' };
    const unsent = neverConnected(error);
    return { kind: 'failure', unsent, why: unsent ? 'no-connection' : 'broken', detail: networkCode(error) };
  }
  const { status, headers } = response;
  const at = httpDate(headers.get('date') ?? '');
  const seen = { status, ...(Number.isNaN(at) ? {} : { upstreamDate: new Date(at) }) };
  try {
    const text = await readText(response);
    if (text !== null) return { kind: 'answer', headers, text, ...seen };
    return { kind: 'failure', unsent: false, why: 'too-large', detail: '', ...seen };
  } catch (error) {
    const why = deadline.signal.aborted ? whyEnded(deadline) : 'broken';
    return { kind: 'failure', unsent: false, why, detail: networkCode(error), ...seen };
  }
}

const whyEnded = (deadline: Deadline): 'timed-out' | 'given-up' =>
  (deadline.signal.reason as Ended) === 'deadline' ? 'timed-out' : 'given-up';

/** The body as text, null when it is longer than the limit. */
async function readText(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > BODY_LIMIT) {
      // Not awaited: how the rest of the connection ends is of no interest here.
      reader.cancel().catch(() => undefined);
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Codes of failures before a connection stood (DNS, TCP, TLS): nothing of an HTTP request was written. */
const BEFORE_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

type NetworkError = { code?: unknown; syscall?: unknown; cause?: unknown; errors?: unknown };

const causeOf = (error: unknown): NetworkError => {
  const outer = (error ?? {}) as NetworkError;
  return (outer.cause ?? outer) as NetworkError;
};

function networkCode(error: unknown): string {
  const { code } = causeOf(error);
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : '';
}

/** Says whether an error proves that no connection was made. Whatever it does not know, it takes for sent. */
function neverConnected(error: unknown): boolean {
  const cause = causeOf(error);
  // With several addresses for a host, Node reports one error that holds one for each.
  if (Array.isArray(cause.errors)) return cause.errors.length > 0 && cause.errors.every(neverConnected);
  return (typeof cause.code === 'string' && BEFORE_CONNECTION.has(cause.code)) || cause.syscall === 'connect';
}
