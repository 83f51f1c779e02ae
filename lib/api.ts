import 'server-only';
import type { Performed } from './action';
import type { FailureCode } from './invitations/errors';
import { REQUEST_ID_HEADER } from './request';

/** RFC 9110 §15: the status that says the same as the code; what is not listed is an upstream's trouble. */
const STATUS: Partial<Record<FailureCode, number>> = {
  'signed-out': 401,
  forbidden: 403,
  'foreign-origin': 403,
  'invalid-input': 400,
  'file-refused': 400,
  'too-many-requests': 429,
  'batch-not-found': 404,
  busy: 409,
  'upstream-not-found': 404,
  'upstream-rate-limited': 503,
  'upstream-unavailable': 503,
  'upstream-timed-out': 504,
  unexpected: 500,
};
const BAD_GATEWAY = 502;

/** More than any form of ours holds. */
const MAX_BODY = 16_384;

/** What was posted as JSON; null for what is none, or too much of it: a schema refuses that like anything else. */
export async function jsonBody(request: Request): Promise<unknown> {
  try {
    let text = '';
    const decoder = new TextDecoder();
    const reader = request.body?.getReader();
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length <= MAX_BODY) continue;
      await reader?.cancel();
      return null;
    }
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The JSON answer of a read: `{ [name]: value }`, or `{ error }` with a fitting status. Never cached. */
export function jsonAnswer<T>(performed: Performed<T>, name: string, now: Date): Response {
  const headers = new Headers({ 'Cache-Control': 'no-store' });
  if (performed.ok) {
    headers.set(REQUEST_ID_HEADER, performed.requestId);
    return Response.json({ [name]: performed.value }, { headers });
  }
  const { failure } = performed;
  headers.set(REQUEST_ID_HEADER, failure.requestId);
  if (failure.retryAt !== undefined) {
    headers.set('Retry-After', String(Math.max(1, Math.ceil((Date.parse(failure.retryAt) - now.getTime()) / 1000))));
  }
  return Response.json({ error: failure }, { status: STATUS[failure.code] ?? BAD_GATEWAY, headers });
}
