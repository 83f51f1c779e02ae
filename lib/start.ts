import 'server-only';
import { readFileSync } from 'node:fs';
import { database, log, mailContext, systemContext, tellContext } from './context';
import { checkpointKey } from './db/checkpoints';
import { readInstallation, recogniseInstallation } from './db/installation';
import { migrateDatabase } from './db/migrate';
import { writeCheckpoint } from './db/write-checkpoint';
import { appConfig } from './env';
import { planDue } from './invitations/bulk/plan-due';
import { actOnRow } from './invitations/bulk/run-act';
import { askForRow } from './invitations/bulk/run-ask';
import { runBatches } from './invitations/bulk/run-batches';
import { isSoonDue, reconcile } from './invitations/reconcile';
import { expireRequests } from './invitations/requests/expire-requests';
import { rejudgeRequests } from './invitations/requests/rejudge-requests';
import { takePolicy } from './invitations/rules/take-policy';
import { sync } from './invitations/sync';
import { tellOfLapsing } from './invitations/telling/digest';
import { forgetTold, tell } from './invitations/telling/tell';
import { startJobs } from './jobs/jobs';
import { endWhenAsked, watchServers } from './stop';

/**
 * How long requests and jobs under way may take to finish once the process is asked to end: longer than a lease by default,
 * and shorter than the 30 seconds after which most supervisors lose their patience.
 */
const LAST_WORDS_MS = 20_000;

/**
 * Before the first request: reads the configuration, brings the database up to date, and starts the schedule, which looks at
 * once what an earlier process left behind. What cannot work ends the process with a sentence, instead of failing later.
 */
export async function start(): Promise<void> {
  try {
    const { databaseUrl, production } = appConfig();
    const servers = watchServers();
    const { before, after } = await migrateDatabase(databaseUrl);
    if (after !== before) log().info('database.migrated', { before, after });
    const { sendingStopped, stoppedBecause } = await recogniseInstallation(database().db);
    if (sendingStopped) log().warn('sending.stopped', { because: stoppedBecause });
    await takePolicyFile();
    const { deliveries, readers } = tellContext('start');
    await deliveries.begin(readers.map(({ name }) => name));
    // At once, and not when the schedule is there: that takes a second or two more.
    const first = reconcileDue().catch((error: unknown) => log().error('job.failed', { job: 'first look', error }));
    const work = {
      reconcile: reconcileDue,
      sync: syncAll,
      requests: tendRequests,
      bulk: runBulk,
      plan: () => planDue(systemContext(`plan-${crypto.randomUUID()}`)),
      tell: tellDue,
      digest: digestDue,
      checkpoint: keepHouse,
    };
    const scheduled = await startJobs(databaseUrl, work, log());
    const jobs = { stop: async (ms: number) => void (await Promise.all([first, scheduled.stop(ms)])) };
    // The development server has a house of its own to keep.
    if (production) endWhenAsked({ servers, jobs, database: database(), log: log(), withinMs: LAST_WORDS_MS });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** The policy from its file, where there is one. A file that cannot be read as one ends the start. */
async function takePolicyFile(): Promise<void> {
  const { file, mode } = appConfig().policy;
  if (file === '') return;
  const taken = await takePolicy(systemContext('start').policy, { file, text: readPolicyFile(file), mode });
  if (taken.problem !== null) throw new Error(taken.problem);
  if (taken.saved) log().info('policy.taken-from-file', { file, mode });
}

function readPolicyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`USHER_POLICY_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Whether this process has said that it takes up what an earlier one left, and that it has looked at all of it. */
const said = { goesOn: false, lookedAt: false };

/** One turn of the reconciler; `left` says whether something may be done for an attempt before long. */
async function reconcileDue(): Promise<{ left: boolean }> {
  const ctx = systemContext(`reconcile-${crypto.randomUUID()}`);
  const begun = (open: number) => {
    if (!said.goesOn) ctx.log.info('work.goes-on', { open });
    said.goesOn = true;
  };
  const done = await reconcile(ctx, { eager: false, begun });
  if (done !== null && !said.lookedAt) {
    ctx.log.info('work.looked-at', { swept: done.swept, sent: done.sent });
    said.lookedAt = true;
  }
  return { left: await isSoonDue(ctx) };
}

/** One turn of what is many at once; another replica may be at it. */
async function runBulk(signal: AbortSignal): Promise<void> {
  const ctx = systemContext(`bulk-${crypto.randomUUID()}`);
  await runBatches(ctx, { ask: askForRow, act: actOnRow }, signal);
}

/** A restored or copied database tells nobody anything: the original has, or will. */
async function tellDue(): Promise<{ left: boolean }> {
  if ((await readInstallation(database().db)).sendingStopped) return { left: false };
  return tell(tellContext(`tell-${crypto.randomUUID()}`));
}

async function digestDue(): Promise<void> {
  if ((await readInstallation(database().db)).sendingStopped) return;
  await tellOfLapsing(mailContext(`digest-${crypto.randomUUID()}`));
}

async function syncAll(): Promise<void> {
  await sync(systemContext(`sync-${crypto.randomUUID()}`));
}

async function keepHouse(): Promise<void> {
  await checkpoint();
  await forgetTold(tellContext(`forget-${crypto.randomUUID()}`));
}

async function tendRequests(): Promise<void> {
  const ctx = systemContext(`requests-${crypto.randomUUID()}`);
  await expireRequests(ctx);
  await rejudgeRequests(ctx);
}

/** A cut or replaced end of the audit shows against what was signed before: that is said loudly, and nothing is signed over it. */
async function checkpoint(): Promise<void> {
  const { key, keyFile, checkpoints } = appConfig().audit;
  const result = await writeCheckpoint(database().db, {
    file: checkpoints,
    key: checkpointKey({ pem: key, file: keyFile }),
  });
  if (result.outcome === 'refused') {
    log().error('audit.checkpoint-refused', { problems: result.problems.map(({ message }) => message) });
  }
}
