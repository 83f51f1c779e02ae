import { eq, inArray } from 'drizzle-orm';
import type { Database } from '@/lib/db/connection';
import { attempts } from '@/lib/db/schema';
import { sandboxControl } from '../lib/sandbox-control';
import { type AppUnderFire, lookFor } from './app-under-fire';

/** Longer than a token's answer takes, so that somebody waits for one. */
const TOKEN_TAKES_MS = 1_000;
const CAUGHT_WITHIN_MS = 3_000;
/** Lease, settle time, two reads and a send of the other replica. */
const TAKEN_OVER_WITHIN_MS = 30_000;

const ENDS = new Set(['settled', 'refused', 'needs-person']);

type Caught = { caught: number; takenOver: number };

/**
 * Stops the app while senders hold a lease and have not yet opened their socket: every token is revoked, the next one is
 * slow to come, and that is when the process stops. It goes on once another replica has taken all of them over.
 */
export async function stallASender({ db }: Database, app: AppUnderFire, sandboxUrl: string): Promise<Caught> {
  const sending = () => db.select({ id: attempts.id }).from(attempts).where(eq(attempts.state, 'sending'));
  const tokens = await tokenRequests(sandboxUrl);
  await sandboxControl(sandboxUrl, 'POST', '/faults', {
    kind: 'slow-body',
    operations: ['token'],
    ms: TOKEN_TAKES_MS,
    times: 1,
  });
  await sandboxControl(sandboxUrl, 'POST', '/tokens/revoke', {});
  const caught = async () => {
    if ((await tokenRequests(sandboxUrl)) === tokens) return null;
    return (await sending()).length > 0 ? true : null;
  };
  await lookFor(caught, CAUGHT_WITHIN_MS);

  const result: Caught = { caught: 0, takenOver: 0 };
  await app.stall(async () => {
    const ids = (await sending()).map(({ id }) => id);
    result.caught = ids.length;
    if (ids.length === 0) return;
    const settled = async () => {
      const rows = await db.select({ state: attempts.state }).from(attempts).where(inArray(attempts.id, ids));
      result.takenOver = rows.filter(({ state }) => ENDS.has(state)).length;
      return result.takenOver === ids.length ? true : null;
    };
    await lookFor(settled, TAKEN_OVER_WITHIN_MS, 100);
  });
  return result;
}

async function tokenRequests(sandboxUrl: string): Promise<number> {
  type Counters = { byOperation: Record<string, { requests: number } | undefined> };
  const { byOperation } = await sandboxControl<Counters>(sandboxUrl, 'GET', '/counters');
  return byOperation.token?.requests ?? 0;
}
