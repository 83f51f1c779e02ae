import 'server-only';
import { z } from 'zod';
import type { DirectoryError, DirectoryErrorCode } from '@/lib/invitations/errors';
import { Secret } from '@/lib/secret';
import { jsonObject, judge } from './classify';
import type { Exchange } from './exchange';
import { foreignText } from './text';

/** A usable access token and how long it lives from the moment it was asked for, in milliseconds. */
export type IssuedToken = { token: Secret; lifetimeMs: number };

export type TokenAnswer =
  | { ok: true; value: IssuedToken; upstreamDate?: Date }
  | { ok: false; error: DirectoryError; upstreamDate?: Date };

type Answered = Extract<Exchange, { kind: 'answer' }>;

/** Where the answer does not say how long a token lives. A shorter life is noticed by a 401, which renews it. */
const UNSAID_LIFETIME_S = 300;
const LONGEST_LIFETIME_S = 24 * 60 * 60;
/** A clock that is further off than this makes assertions fail; less is network and rounding. */
const SKEW_WORTH_SAYING_MS = 30_000;

const success = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string(),
  expires_in: z.coerce.number().positive().max(Number.MAX_SAFE_INTEGER).catch(UNSAID_LIFETIME_S),
});

const refusal = z.object({ error: z.string(), error_description: z.string().catch('') });

/**
 * Reads the token endpoint's answer (RFC 6749 §5.1 and §5.2). `now` is our time, to tell a refusal that is really a wrong
 * clock. Every failure is one of unauthenticated, rate-limited, unavailable and timed-out: none had an effect.
 */
export function readToken(exchange: Exchange, now: Date): TokenAnswer {
  const date = exchange.upstreamDate === undefined ? {} : { upstreamDate: exchange.upstreamDate };
  if (exchange.kind === 'answer') {
    const body = jsonObject(exchange.text);
    if (exchange.status === 200) {
      const parsed = success.safeParse(body);
      if (parsed.success) return { ...fromSuccess(parsed.data), ...date };
    }
    const refused = refusal.safeParse(body);
    if (refused.success && exchange.status < 500 && exchange.status !== 429) {
      return { ok: false, error: fromRefusal(exchange, refused.data, now), ...date };
    }
  }
  const verdict = judge(exchange, 'read', now);
  if (verdict.ok) {
    return {
      ok: false,
      error: { code: 'unavailable', message: 'The token endpoint answered without a token.' },
      ...date,
    };
  }
  const { error } = verdict;
  return {
    ok: false,
    error: { ...error, code: tokenCode(error.code), message: `No token: ${error.message}` },
    ...date,
  };
}

function fromSuccess(body: z.infer<typeof success>): TokenAnswer {
  const type = body.token_type.toLowerCase();
  if (type !== 'bearer') {
    const message =
      type === 'dpop'
        ? 'This credential demands proof of possession (DPoP), which Usher does not speak: issue one without it.'
        : 'The token endpoint gave a token of a type that Usher does not know.';
    return { ok: false, error: { code: 'unauthenticated', message, status: 200 } };
  }
  const lifetimeMs = Math.min(body.expires_in, LONGEST_LIFETIME_S) * 1000;
  return { ok: true, value: { token: new Secret(body.access_token), lifetimeMs } };
}

function fromRefusal(answer: Answered, body: z.infer<typeof refusal>, now: Date) {
  const words = foreignText(body.error_description === '' ? body.error : `${body.error}: ${body.error_description}`);
  return {
    code: 'unauthenticated' as const,
    message: `${words}${skewWords(answer.upstreamDate, now)}`,
    status: answer.status,
  };
}

function skewWords(upstream: Date | undefined, now: Date): string {
  const offMs = upstream === undefined ? 0 : now.getTime() - upstream.getTime();
  if (Math.abs(offMs) < SKEW_WORTH_SAYING_MS) return '';
  const seconds = Math.round(Math.abs(offMs) / 1000);
  return ` (This server’s clock is ${seconds} s ${offMs > 0 ? 'ahead of' : 'behind'} the upstream’s: set the clock.)`;
}

function tokenCode(code: DirectoryErrorCode): DirectoryErrorCode {
  switch (code) {
    case 'unauthenticated':
    case 'forbidden':
      return 'unauthenticated';
    case 'rate-limited':
    case 'timed-out':
      return code;
    default:
      return 'unavailable';
  }
}
