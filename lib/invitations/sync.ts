import type { SystemContext } from './context';
import { readDirectory } from './read-directory';
import { storedBehind } from './stored-behind';
import { syncPeople } from './sync-people';

export type Synced = {
  directories: number;
  seen: number;
  added: number;
  changed: number;
  /** Probable doubles of ours that were not known before. */
  doubles: number;
  /** Null when not all could be read. */
  people: number | null;
  failed: string[];
};

/**
 * Brings the local copy up to date: every directory, every status, page by page, so that memory stays small however many
 * there are. One replica at a time; null when another is at it. A directory that could not be read whole keeps its age.
 */
export function sync(ctx: SystemContext): Promise<Synced | null> {
  return ctx.ledger.exclusively('sync', async () => {
    const done: Synced = { directories: 0, seen: 0, added: 0, changed: 0, doubles: 0, people: null, failed: [] };
    const directories = await ctx.catalog.directories({ requestId: ctx.requestId });
    if (!directories.ok) {
      ctx.log.warn('sync.failed', { code: directories.error.code });
      return { ...done, failed: ['*'] };
    }
    // First, so that invitations come in with their sponsors' names: to write those in later costs as much again.
    done.people = await syncPeople(ctx);
    const self = await ctx.directory.introspect({ requestId: ctx.requestId });
    const principalId = self.ok ? self.value.userId : '';
    for (const { id } of directories.value) {
      const startedAt = await ctx.ledger.now();
      const storing = storedBehind(ctx, startedAt, async (batch, askedAt) => {
        const copied = await ctx.ledger.copy(batch, askedAt, { all: true });
        done.seen += batch.length;
        done.added += copied.added;
        done.changed += copied.changed;
      });
      const addedBefore = done.added;
      const read = await readDirectory(ctx, id, storing.take);
      await storing.end();
      const whole = read.ok && read.complete;
      await ctx.ledger.tidy(done.added - addedBefore);
      done.doubles += await ctx.ledger.markDoubles(id, principalId);
      const problem = read.ok ? null : read.error.code;
      await ctx.ledger.synced(id, { startedAt, whole, problem });
      if (whole) done.directories += 1;
      else done.failed.push(id);
    }
    ctx.log.info('sync.done', { ...done });
    return done;
  });
}
