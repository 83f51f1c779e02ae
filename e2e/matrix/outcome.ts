import { z } from 'zod';
import type { Reply } from '@/scripts/lib/http-session';

/** An answer in a few words, the same for the same answer whoever asks and on whatever port. */

const state = z.object({ status: z.string(), failure: z.object({ code: z.string() }).optional() });
const refusal = z.object({ error: z.object({ code: z.string() }) });

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g;

/** How a page says it that is loaded as data, in the middle of an answer with status 200. */
const SENT_AS_DATA = /"digest":"NEXT_REDIRECT;\w+;([^;"]+);/;

const MISSING_AS_DATA = '"digest":"NEXT_HTTP_ERROR_FALLBACK;404"';

/** Where somebody is sent: a path of ours with what it says of a mistake, or the identity provider. */
function leadsTo({ headers, text }: Reply, appUrl: string): string | null {
  const header = headers['x-action-redirect'] ?? headers.location ?? SENT_AS_DATA.exec(text)?.[1];
  if (typeof header !== 'string') return null;
  const url = new URL(header.split(';')[0] ?? '', appUrl);
  if (url.origin !== new URL(appUrl).origin)
    return `goes to ${url.pathname.startsWith('/idp/') ? 'the provider' : url.origin}`;
  const error = url.searchParams.get('error');
  return `goes to ${url.pathname.replace(UUID, '[id]')}${error === null ? '' : `?error=${error}`}`;
}

/** Of a server action: `ok`, `invalid`, the code of its failure, or where it leads. */
export function actionOutcome(reply: Reply, appUrl: string): string {
  const target = leadsTo(reply, appUrl);
  if (target !== null) return target;
  const row = /1:(\{"status":.*)$/m.exec(reply.text)?.[1];
  if (reply.status !== 200 || row === undefined) return `HTTP ${reply.status}`;
  const { status, failure } = state.parse(JSON.parse(row));
  const code = failure?.code ?? status;
  return code === 'invalid-input' ? 'invalid' : code;
}

/** Of a route handler: `ok`, or status and code, or where it leads. */
export function routeOutcome(reply: Reply, appUrl: string): string {
  const target = leadsTo(reply, appUrl);
  if (target !== null) return target;
  if (reply.headers['access-control-allow-origin'] !== undefined) return 'readable for other origins';
  if (reply.status === 200) return 'ok';
  const json = reply.headers['content-type']?.startsWith('application/json') === true;
  const read = refusal.safeParse(json ? JSON.parse(reply.text) : null);
  return read.success ? `${reply.status} ${read.data.error.code}` : `HTTP ${reply.status}`;
}

/** Whether the answer takes the session away: its cookie is set to nothing. */
export const endsSession = ({ headers }: Reply): boolean =>
  (headers['set-cookie'] ?? []).some((line) => line.startsWith('next-auth.session-token=;'));

/** Of a page: `shown`, `not found`, or where it leads. */
export function pageOutcome(reply: Reply, appUrl: string): string {
  const target = leadsTo(reply, appUrl);
  if (target !== null) return target;
  if (reply.status === 200) return reply.text.includes(MISSING_AS_DATA) ? 'not found' : 'shown';
  return reply.status === 404 ? 'not found' : `HTTP ${reply.status}`;
}
