import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '@/lib/db/connection';
import { Rng } from '../../sandbox/base/rng';
import { grouped } from '../lib/grouped';
import type { Stack } from '../lib/stack';
import { idsUpstream, openAttempts, readAccounts } from './accounts';
import { nextAfter } from './answers';
import { AppUnderFire, lookFor } from './app-under-fire';
import { compare, type Verdict } from './compare';
import type { ChaosOptions } from './options';
import { type Blow, planOf } from './plan';
import { plant } from './plant';
import { killAndMeasure } from './recovery';
import { Senders, type Submission, senderName, toSubmission } from './senders';
import { stallASender } from './stall';
import { calmStorm, raiseStorm } from './storm';

const ALL_SETTLED_WITHIN_MS = 120_000;

export type ChaosResult = Verdict & { kills: number };

/** One run: the storm, the blows, the calm, and the comparison. `say` hears how it goes. */
export async function runChaos(
  stack: Stack,
  stackName: string,
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<ChaosResult> {
  const { sandboxUrl } = stack;
  const plan = planOf(options);
  const database = openDatabase(stack.env.DATABASE_URL ?? '', { applicationName: 'usher chaos', max: 4 });
  const app = AppUnderFire.first(stack, stackName);
  const senders = await Senders.signIn(stack.appUrl, app);
  try {
    const before = await idsUpstream(sandboxUrl);
    const submissions = plan.submissions.map((planned) => toSubmission(planned, options.seed));
    await raiseStorm(sandboxUrl, options.seed);
    const driving = senders.drive(submissions);
    const slow = await strike(plan.blows, { database, app, senders, sandboxUrl, within: options.within }, say);
    await driving;
    say(`Faults: ${await calmStorm(sandboxUrl)}.`);

    const told: Submission[] = [...submissions];
    if (options.plant !== null) {
      const spare = toSubmission(
        { guest: options.invitations, sender: 'maya-chen', asForm: false, twice: false },
        options.seed,
      );
      const send = () => senders.drive([spare]);
      const rng = new Rng(options.seed);
      const planted = { database, sandboxUrl, rng, spare: { email: spare.email, send } };
      say(`Planted on purpose: ${await plant(options.plant, planted)}.`);
    }
    await settleAll(database, senders, submissions, say);
    const verdict = compare({
      ...(await readAccounts(database, sandboxUrl, before)),
      told: told.map((each) => ({
        submissionKey: each.submissionKey,
        email: each.email,
        sender: senderName(each),
        upstreamId: each.answer?.kind === 'sent' ? each.answer.upstreamId : null,
      })),
    });
    const unanswered = submissions.filter(({ answer }) => nextAfter(answer) !== 'done');
    const findings = [
      ...verdict.findings,
      ...slow,
      ...senders.contradictions.map((each) => `contradiction: ${each}`),
      ...unanswered.map(({ email, answer }) => `unanswered: ${email}, last ${JSON.stringify(answer)}`),
    ];
    say(summary(submissions));
    return { ...verdict, findings, kills: options.kills };
  } finally {
    senders.close();
    await app.close();
    await database.close();
  }
}

type Field = { database: Database; app: AppUnderFire; senders: Senders; sandboxUrl: string; within: number };

/** Every blow when its time has come; answers what took too long, in words. */
async function strike(blows: readonly Blow[], field: Field, say: (line: string) => void): Promise<string[]> {
  const { database, app, senders, sandboxUrl, within } = field;
  const slow: string[] = [];
  const goesOn: number[] = [];
  const lookedAt: number[] = [];
  for (const blow of blows) {
    while (senders.started() < blow.after) await pause(20);
    await pause(blow.delayMs);
    if (blow.kind === 'stall') {
      const { caught, takenOver } = await stallASender(database, app, sandboxUrl);
      say(
        `stall  after ${blow.after}: ${caught} senders stopped beyond their lease, ${takenOver} taken over meanwhile`,
      );
      if (takenOver < caught) slow.push(`stall: only ${takenOver} of ${caught} senders' invitations were taken over`);
      continue;
    }
    const { readyMs, goesOnMs, lookedAtMs } = await killAndMeasure(app, blow.againMs);
    goesOn.push(goesOnMs);
    lookedAt.push(lookedAtMs);
    const twice = blow.againMs === null ? '' : `, and again ${blow.againMs} ms into the start`;
    say(
      `kill   after ${blow.after}${twice}: the work goes on in ${seconds(goesOnMs)}, ready in ${seconds(readyMs)}, all looked at in ${seconds(lookedAtMs)}`,
    );
    if (goesOnMs > within * 1000) slow.push(`slow: the work went on only ${seconds(goesOnMs)} after a restart`);
  }
  if (goesOn.length > 0) {
    say(`After a restart the work went on in ${spread(goesOn)}; all was looked at in ${spread(lookedAt)}.`);
  }
  return slow;
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${seconds(median)} (median), ${seconds(sorted.at(-1) ?? 0)} (longest)`;
}

/** Waits until nothing is open any more, and asks again for every submission whose last answer was no end. */
async function settleAll(
  database: Database,
  senders: Senders,
  submissions: readonly Submission[],
  say: (line: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  const none = async () => ((await openAttempts(database)).length === 0 ? true : null);
  // What was never recorded is recorded now, and then has to settle like the rest.
  await senders.drive(submissions.filter(({ answer }) => nextAfter(answer) === 'again'));
  const settled = await lookFor(none, ALL_SETTLED_WITHIN_MS, 200);
  await senders.drive(submissions.filter(({ answer }) => nextAfter(answer) !== 'done'));
  const open = await openAttempts(database);
  say(
    settled === null || open.length > 0
      ? `${open.length} attempts are still open after ${seconds(performance.now() - startedAt)}.`
      : `Nothing was open any more after ${seconds(performance.now() - startedAt)} of calm.`,
  );
}

function summary(submissions: readonly Submission[]): string {
  const sent = submissions.filter(({ answer }) => answer?.kind === 'sent').length;
  const codes = grouped(submissions, ({ answer }) => (answer?.kind === 'failed' ? answer.code : ''));
  const failed = [...codes].filter(([code]) => code !== '').map(([code, of]) => `${of.length} ${code}`);
  const posts = submissions.reduce((sum, each) => sum + each.posts, 0);
  return `${submissions.length} submissions in ${posts} posts: ${[`${sent} sent`, ...failed].join(', ')}.`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
