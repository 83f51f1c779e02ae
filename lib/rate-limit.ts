import 'server-only';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Metered, RateLimit, Taken } from './invitations/context';

/** Allowances in one minute for one person. */
export type Allowances = Record<Metered, number>;

const MINUTE = 60;
/** Made by a migration. */
const TABLE = 'rate_limit';

/** Posts of one form that are under way in this process: they take from the allowance once, together. */
type Group = { taken: Promise<RateLimiterRes | null>; open: number; used: boolean };

/**
 * A fixed window of a minute for each person and kind. What costs the upstream something is counted in the database, for all
 * replicas together; plain reads are many and cheap, and are counted in this process's memory.
 */
export function createRateLimit(perMinute: Allowances, pool: Pool): RateLimit {
  const shared = (what: Metered) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: TABLE,
      tableCreated: true,
      keyPrefix: what,
      points: perMinute[what],
      duration: MINUTE,
      // Whoever is over it is refused from memory until the window ends, and asks the database nothing more.
      inMemoryBlockOnConsumed: perMinute[what] + 1,
    });
  const limiters = {
    send: shared('send'),
    check: shared('check'),
    read: new RateLimiterMemory({ points: perMinute.read, duration: MINUTE }),
  };
  const groups = new Map<string, Group>();

  /** Null when it was taken; else the library's word on when there is more. */
  const consume = async (what: Metered, actor: string): Promise<RateLimiterRes | null> => {
    try {
      await limiters[what].consume(actor);
      return null;
    } catch (refusal) {
      // The library rejects with its result when the allowance is used up, and with an Error when it is broken.
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    }
  };

  return {
    async take(what, actor, once): Promise<Taken> {
      if (once === undefined) {
        const refusal = await consume(what, actor);
        return refusal === null ? { ok: true, end: async () => {} } : refused(refusal);
      }
      const name = JSON.stringify([what, actor, once]);
      const group = groups.get(name) ?? { taken: consume(what, actor), open: 0, used: false };
      groups.set(name, group);
      group.open += 1;
      const leave = (): boolean => {
        group.open -= 1;
        if (group.open > 0) return false;
        groups.delete(name);
        return true;
      };
      const refusal = await group.taken.catch((error: unknown) => {
        leave();
        throw error;
      });
      if (refusal !== null) {
        leave();
        return refused(refusal);
      }
      return {
        ok: true,
        async end({ used }) {
          group.used ||= used;
          if (leave() && !group.used) await limiters[what].reward(actor);
        },
      };
    },
  };
}

const refused = ({ msBeforeNext }: RateLimiterRes): Taken => ({ ok: false, retryAfterMs: msBeforeNext });
