import 'server-only';
import PgBoss from 'pg-boss';
import type { Log } from '../invitations/ports';

/** What the schedule wakes. A job carries nothing: the verb claims what is due from the ledger. */
export type Work = {
  reconcile: () => Promise<{ left: boolean }>;
  sync: () => Promise<void>;
  /** Mail and webhooks; `left` says whether more is due. */
  tell: () => Promise<{ left: boolean }>;
  /** Tells people of what is about to lapse. */
  digest: () => Promise<void>;
  /** Ends requests that nobody decided in time, and asks a changed policy about those that wait. */
  requests: () => Promise<void>;
  /** Sends what is many at once. It ends early when `signal` says so. */
  bulk: (signal: AbortSignal) => Promise<void>;
  /** Makes the plans of imports that wait for one. */
  plan: () => Promise<void>;
  /** Signs the end of the audit into a file outside the database. */
  checkpoint: () => Promise<void>;
};

export type Jobs = {
  /** Lets jobs under way finish, for at most `timeoutMs`, and takes no more. */
  stop(timeoutMs: number): Promise<void>;
};

const RECONCILE = 'reconcile';
const SYNC = 'sync';
const REQUESTS = 'requests';
const CHECKPOINT = 'checkpoint';
const TELL = 'tell';
const DIGEST = 'digest';
const PLAN = 'plan';
const BULK = 'bulk';
/** While something is open it is looked at this often; pg-boss cannot poll faster than twice a second. */
const PULSE_SECONDS = 2;
/** And otherwise this often, whoever recorded what: one that dies while it sends has told nobody. */
const IDLE_SECONDS = 10;
/** How long news may lie before it is told. */
const TELL_SECONDS = 5;
/** How long somebody who confirmed may look at a run that has not begun. */
const BULK_SECONDS = 1;
/** How long somebody who asked for a plan may look at an empty bar. */
const PLAN_SECONDS = 1;

/**
 * Runs the schedule on pg-boss, in the ledger's own database: reconcile at once and then every few seconds, more often
 * while an attempt is open; sync every five minutes; requests every minute; plans of imports every second; a checkpoint of the audit at once and every hour. A
 * lost, late or doubled job changes nothing.
 */
export async function startJobs(url: string, work: Work, log: Log): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'usher jobs',
    max: 3,
    maintenanceIntervalSeconds: 120,
  });
  // Without a listener Node would end the process over a connection that pg-boss itself takes up again.
  boss.on('error', (error) => log.warn('jobs.error', { error }));
  await boss.start();
  for (const queue of [RECONCILE, SYNC, REQUESTS, CHECKPOINT, TELL, DIGEST, PLAN, BULK]) {
    // One waiting at the most, however often it is asked for; one that dies with its process is given up soon.
    await boss.createQueue(queue, { name: queue, policy: 'short', expireInSeconds: 300, retryLimit: 0 });
  }
  // Apart from those that wait for their time: one of them, left by an earlier process, must not stand in for a look at once.
  const now = () => boss.send(RECONCILE, {}, { singletonKey: 'now' });
  const soon = (seconds: number) => boss.send(RECONCILE, {}, { startAfter: seconds, singletonKey: 'later' });
  // Before anybody works: the first poll finds them, and not the one a second later.
  await now();
  await boss.send(SYNC, {});
  await boss.send(REQUESTS, {});
  await boss.send(CHECKPOINT, {});
  await boss.send(TELL, {});
  await boss.send(DIGEST, {});
  await boss.send(PLAN, {});
  await boss.send(BULK, {});
  // pg-boss keeps a failure in its table and tells nobody.
  const failed = (job: string, error: unknown) => log.error('job.failed', { job, error });
  await boss.work(RECONCILE, { pollingIntervalSeconds: 1 }, async () => {
    const { left } = await work.reconcile().catch((error: unknown) => {
      failed(RECONCILE, error);
      return { left: true };
    });
    await soon(left ? PULSE_SECONDS : IDLE_SECONDS);
  });
  await boss.work(SYNC, { pollingIntervalSeconds: 2 }, () =>
    work.sync().catch((error: unknown) => failed(SYNC, error)),
  );
  await boss.work(REQUESTS, { pollingIntervalSeconds: 5 }, () =>
    work.requests().catch((error: unknown) => failed(REQUESTS, error)),
  );
  await boss.work(CHECKPOINT, { pollingIntervalSeconds: 10 }, () =>
    work.checkpoint().catch((error: unknown) => failed(CHECKPOINT, error)),
  );
  await boss.work(TELL, { pollingIntervalSeconds: 1 }, async () => {
    const { left } = await work.tell().catch((error: unknown) => {
      failed(TELL, error);
      return { left: false };
    });
    await boss.send(TELL, {}, left ? {} : { startAfter: TELL_SECONDS });
  });
  // The next look is asked for before the work, which may take minutes: whoever dies in it leaves a job to another replica.
  await boss.work(PLAN, { pollingIntervalSeconds: 1 }, async () => {
    await boss.send(PLAN, {}, { startAfter: PLAN_SECONDS });
    await work.plan().catch((error: unknown) => failed(PLAN, error));
  });
  const ending = new AbortController();
  await boss.work(BULK, { pollingIntervalSeconds: 0.5 }, async () => {
    await boss.send(BULK, {}, { startAfter: BULK_SECONDS });
    await work.bulk(ending.signal).catch((error: unknown) => failed(BULK, error));
  });
  await boss.work(DIGEST, { pollingIntervalSeconds: 10 }, () =>
    work.digest().catch((error: unknown) => failed(DIGEST, error)),
  );
  // Where a process died between a look and the request for the next one.
  await boss.schedule(RECONCILE, '* * * * *');
  await boss.schedule(TELL, '* * * * *');
  await boss.schedule(PLAN, '* * * * *');
  await boss.schedule(BULK, '* * * * *');
  await boss.schedule(SYNC, '*/5 * * * *');
  await boss.schedule(REQUESTS, '* * * * *');
  await boss.schedule(CHECKPOINT, '0 * * * *');
  await boss.schedule(DIGEST, '30 * * * *');
  return {
    stop(timeoutMs) {
      ending.abort();
      return boss.stop({ graceful: true, wait: true, timeout: timeoutMs });
    },
  };
}
