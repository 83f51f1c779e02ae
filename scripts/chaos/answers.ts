import type { Reply } from '../lib/http-session';

/** What the form was told. */
export type Answer =
  | { kind: 'sent'; upstreamId: string }
  | { kind: 'failed'; code: string }
  /** No answer, or none of the action's. */
  | { kind: 'lost'; why: string };

/** Reads the state in an answer to a post of the app's own script. */
export function answerOf({ status, text }: Reply): Answer {
  const sent = /"status":"ok","value":\{"invitation":\{"id":"([^"]+)"/.exec(text)?.[1];
  if (sent !== undefined) return { kind: 'sent', upstreamId: sent };
  const code = /"status":"failed","failure":\{"code":"([\w-]+)"/.exec(text)?.[1];
  if (code !== undefined) return { kind: 'failed', code };
  if (text.includes('"status":"invalid"')) return { kind: 'failed', code: 'invalid-input' };
  return { kind: 'lost', why: `HTTP ${status}` };
}

/** Recorded, and on its way: asking again later says what became of it. */
const UNDER_WAY = new Set(['outcome-unknown', 'waiting-to-be-sent']);
/** The upstream could not be asked, perhaps before anything was recorded: worth another post of the same form. */
const TRANSIENT = new Set([
  'upstream-unavailable',
  'upstream-timed-out',
  'upstream-malformed',
  'upstream-rate-limited',
  'too-many-requests',
  'unexpected',
]);

export type Next = 'done' | 'later' | 'again';

/** What somebody who wants that person invited does after an answer. */
export function nextAfter(answer: Answer | null): Next {
  if (answer === null || answer.kind === 'lost') return 'again';
  if (answer.kind === 'sent') return 'done';
  if (UNDER_WAY.has(answer.code)) return 'later';
  return TRANSIENT.has(answer.code) ? 'again' : 'done';
}
