import 'server-only';
import { headers } from 'next/headers';
import { appConfig } from './env';

/** The header in which `proxy.ts` hands the request's id on. */
export const REQUEST_ID_HEADER = 'x-request-id';

const SANE_ID = /^[\w-]{8,64}$/;

/** This request's id: the one `proxy.ts` made, or a new one where it did not run. */
export async function requestId(): Promise<string> {
  const given = (await headers()).get(REQUEST_ID_HEADER);
  return given !== null && SANE_ID.test(given) ? given : crypto.randomUUID();
}

/**
 * Whether a state-changing request comes from a page of ours. An absent or `null` Origin is refused like a foreign one:
 * every browser that runs this app sends it with a POST (Fetch standard, "append a request Origin header").
 */
export async function isSameOrigin(): Promise<boolean> {
  const given = await headers();
  const site = given.get('sec-fetch-site');
  return given.get('origin') === appConfig().origin && (site === null || site === 'same-origin');
}

const MAX_ADDRESS = 200;

/**
 * Where the request came from, as told: `X-Forwarded-For` as the proxies in front, and Next itself, have made it. A client can
 * write into it what it likes, so it is a hint for the audit's reader and decides nothing.
 */
export async function clientAddress(): Promise<string> {
  return ((await headers()).get('x-forwarded-for') ?? '').slice(0, MAX_ADDRESS);
}
