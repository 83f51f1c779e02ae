import 'server-only';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Clock } from '../invitations/ports';
import type { Courier } from '../invitations/telling/tell';
import type { Webhooks } from '../invitations/telling/webhooks';
import { type Allowed, guardedLookup, hostOf, mayReach, problemWith, RefusedTarget } from './target';

const DEADLINE_MS = 15_000;
/** Enough of an answer to see what went wrong; the rest is not read. */
const MOST_OF_ANSWER = 2_000;
const GONE = 410;

/**
 * Sends one delivery to its webhook, signed by the Standard Webhooks scheme (https://www.standardwebhooks.com). Any 2xx is a
 * receipt; redirects are not followed, for they would lead around the guard; 410 means that nobody wants it any more.
 */
export const webhookCourier =
  ({ store, allowed, clock }: { store: Pick<Webhooks, 'secretsOf'>; allowed: Allowed; clock: Clock }): Courier =>
  async ({ id, recipient, payload }) => {
    // Where the session secret was changed, what it encrypted cannot be read any more: one webhook must not hold up the others.
    const target = await store.secretsOf(recipient).catch(() => 'unreadable' as const);
    if (target === 'unreadable') return given('Its secret could not be read. Make a new one.', null, false);
    if (target === null) return given('The webhook was removed or switched off.', null, true);
    const problem = problemWith(target.url, allowed);
    if (problem !== null) return given(problem, null, true);
    const body = JSON.stringify(payload);
    const at = clock.now();
    const answer = await post(new URL(target.url), body, allowed, {
      'Content-Type': 'application/json',
      'User-Agent': 'Usher-Webhooks/1',
      'webhook-id': `msg_${id}`,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      // Both while a secret is being changed: the receiver takes whichever it knows.
      'webhook-signature': target.secrets.map((secret) => new Webhook(secret).sign(`msg_${id}`, at, body)).join(' '),
    });
    if ('error' in answer) {
      const refused = answer.error instanceof RefusedTarget;
      return given(refused ? answer.error.message : reasonOf(answer.error), null, refused);
    }
    const { status, text } = answer;
    if (status >= 200 && status < 300) return { ok: true, status, problem: '', permanent: false };
    if (status >= 300 && status < 400)
      return given('It answered with a redirect, which is not followed.', status, false);
    return given(text.replace(/\s+/gu, ' ').trim().slice(0, 200), status, status === GONE);
  };

const given = (problem: string, status: number | null, permanent: boolean) => ({
  ok: false as const,
  status,
  problem,
  permanent,
});

const reasonOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? `${error.code}: ${error.message}` : error.message;

type Answer = { status: number; text: string } | { error: Error };

function post(url: URL, body: string, allowed: Allowed, headers: Record<string, string>): Promise<Answer> {
  const host = hostOf(url);
  // A literal address is connected to without a look-up.
  if (isIP(host) !== 0 && !mayReach(host, allowed))
    return Promise.resolve({ error: new RefusedTarget(`${host} is a private or local address`) });
  return new Promise((resolve) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
        lookup: guardedLookup(allowed),
        // A connection of its own: one kept alive would have been looked at some other time.
        agent: false,
        signal: AbortSignal.timeout(DEADLINE_MS),
      },
      (response) => {
        let text = '';
        const done = () => resolve({ status: response.statusCode ?? 0, text });
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MOST_OF_ANSWER) {
            done();
            response.destroy();
          }
        });
        response.on('end', done);
        response.on('error', (error) => resolve({ error }));
      },
    );
    sent.on('error', (error) =>
      resolve({ error: error.name === 'TimeoutError' ? new Error('no answer in 15 s') : error }),
    );
    sent.end(body);
  });
}
