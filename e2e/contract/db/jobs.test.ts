import { expect, test } from 'vitest';
import type { Log } from '@/lib/invitations/ports';
import { startJobs } from '@/lib/jobs/jobs';
import { testDatabase } from './support';

const database = testDatabase();
const done = async () => undefined;
const nothingLeft = async () => ({ left: false });

test('a look that failed is said in the log, and the next one comes as soon as with anything left open', async () => {
  const errors: [string, unknown][] = [];
  const log: Log = { info() {}, warn() {}, error: (event, facts) => errors.push([event, facts]) };
  let looks = 0;
  const reconcile = async () => {
    looks += 1;
    if (looks === 1) throw new Error('the database went away');
    return { left: false };
  };
  const jobs = await startJobs(
    database.url,
    {
      reconcile,
      sync: done,
      requests: done,
      tell: nothingLeft,
      digest: done,
      plan: done,
      bulk: done,
      checkpoint: done,
    },
    log,
  );
  try {
    // Far sooner than the minute of the schedule.
    await expect.poll(() => looks, { timeout: 10_000 }).toBe(2);
    expect(errors).toEqual([['job.failed', { job: 'reconcile', error: new Error('the database went away') }]]);
  } finally {
    await jobs.stop(1_000);
  }
});

test('a start looks at once, whatever waits for its time; and looks go on while nothing is open', async () => {
  const silent: Log = { info() {}, warn() {}, error() {} };
  const looks: number[] = [];
  const reconcile = async () => {
    looks.push(Date.now());
    // Another replica may have died with something under way, and told nobody.
    return { left: false };
  };
  const start = () =>
    startJobs(
      database.url,
      {
        reconcile,
        sync: done,
        requests: done,
        tell: nothingLeft,
        digest: done,
        plan: done,
        bulk: done,
        checkpoint: done,
      },
      silent,
    );
  const first = await start();
  await expect.poll(() => looks.length, { timeout: 10_000 }).toBe(1);
  await first.stop(1_000);
  const restartedAt = Date.now();
  const second = await start();
  try {
    await expect.poll(() => looks.length, { timeout: 20_000 }).toBeGreaterThan(2);
    expect((looks[1] ?? 0) - restartedAt).toBeLessThan(5_000);
  } finally {
    await second.stop(1_000);
  }
});

test('a start signs the end of the audit, copies what it missed and tells what is new', async () => {
  const woken = new Set<string>();
  const note = (what: string) => async () => {
    woken.add(what);
  };
  const silent: Log = { info() {}, warn() {}, error() {} };
  const reconcile = async () => ({ left: false });
  const tell = async () => {
    woken.add('tell');
    return { left: false };
  };
  const work = {
    reconcile,
    tell,
    sync: note('sync'),
    requests: note('requests'),
    digest: note('digest'),
    plan: note('plan'),
    bulk: note('bulk'),
    checkpoint: note('checkpoint'),
  };
  const jobs = await startJobs(database.url, work, silent);
  try {
    await expect
      .poll(() => [...woken].sort(), { timeout: 15_000 })
      .toEqual(['bulk', 'checkpoint', 'digest', 'plan', 'requests', 'sync', 'tell']);
  } finally {
    await jobs.stop(1_000);
  }
});

test('while one replica is long at what is many at once, another looks all the same, and takes over when it is gone', async () => {
  const silent: Log = { info() {}, warn() {}, error() {} };
  let holding = 0;
  let looks = 0;
  const work = {
    reconcile: nothingLeft,
    ...{ sync: done, requests: done, tell: nothingLeft, digest: done, plan: done, checkpoint: done },
  };
  const long = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      holding += 1;
      signal.addEventListener('abort', () => resolve());
    });
  const leader = await startJobs(database.url, { ...work, bulk: long }, silent);
  await expect.poll(() => holding, { timeout: 15_000 }).toBe(1);
  const short = async () => {
    looks += 1;
  };
  const other = await startJobs(database.url, { ...work, bulk: short }, silent);
  try {
    // Its own first look, and then further ones, far sooner than the minute of the schedule.
    await expect.poll(() => looks, { timeout: 20_000 }).toBeGreaterThan(3);
  } finally {
    await Promise.all([leader.stop(1_000), other.stop(1_000)]);
  }
});
