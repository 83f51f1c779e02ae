import { expect, test } from 'vitest';
import type { Log } from '@/lib/invitations/ports';
import { startJobs } from '@/lib/jobs/jobs';
import { testDatabase } from './support';

const database = testDatabase();

test('a look that failed is said in the log, and the next one comes as soon as with anything left open', async () => {
  const errors: [string, unknown][] = [];
  const log: Log = { info() {}, warn() {}, error: (event, facts) => errors.push([event, facts]) };
  let looks = 0;
  const reconcile = async () => {
    looks += 1;
    if (looks === 1) throw new Error('the database went away');
    return { left: false };
  };
  const jobs = await startJobs(database.url, { reconcile, sync: async () => undefined }, log);
  try {
    // Far sooner than the minute of the schedule.
    await expect.poll(() => looks, { timeout: 10_000 }).toBe(2);
    expect(errors).toEqual([['job.failed', { job: 'reconcile', error: new Error('the database went away') }]]);
  } finally {
    await jobs.stop(1_000);
  }
});
