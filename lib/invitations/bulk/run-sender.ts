import type { SystemContext } from '../context';
import type { DirectoryError } from '../errors';
import type { Answer } from '../ports';
import { mayStillGo } from '../rules/still-allowed';
import { beforeClaim, sendAttempt } from '../send-attempt';
import { type Answered, answered, gaveWay, left, nextLeaves, stayed } from './pace';
import { paceFrom } from './pace-kept';
import { createSource, keyOf, type Sendable } from './run-source';
import type { Turn } from './run-turn';

/** How long it rests where nothing can be sent just now: all is under way, or the upstream asked for a pause. */
const REST_MS = 100;
const KEEP_MS = 2_000;
/** How often it looks whether a single one is being sent. */
const SINGLES_MS = 25;
/** So many at once may be on their way through the database: the rest of its connections is for people. */
const MOST_IN_STORE = 6;

/** Sends what can be sent, at the upstream's pace, until there is nothing left or the turn is over. */
export async function sendAll(turn: Turn): Promise<void> {
  const { ctx } = turn;
  const { clock, runs } = ctx;
  // The pace outlives this process: its times are the database's.
  const ahead = (await ctx.ledger.now()).getTime() - clock.monotonicMs();
  const now = () => clock.monotonicMs() + ahead;
  let pace = paceFrom(await runs.pace(), now());
  let keptAt = now();
  const busy = new Set<string>();
  let onTheWire = 0;
  const source = createSource(turn, busy);
  let wake: () => void = () => undefined;
  const rest = (ms: number) =>
    new Promise<void>((resume) => {
      const timer = setTimeout(resume, ms);
      wake = () => {
        clearTimeout(timer);
        resume();
      };
    });
  const broken: unknown[] = [];
  let told = pace.heldUntil;
  const keep = () => {
    told = pace.heldUntil;
    keptAt = now();
    return runs.keepPace(pace);
  };
  const wire: Wire = {
    now,
    leaves: (first) => {
      onTheWire += 1;
      // A row that asks first what there is takes a second part of the allowance.
      if (!first) pace = left(pace, now());
    },
    heard: (answer) => {
      onTheWire -= 1;
      pace = answered(pace, { ...answer, inFlight: onTheWire }, now());
      wake();
    },
  };

  const send = async (sendable: Sendable): Promise<void> => {
    try {
      if ((await sendOne(turn, sendable, wire)) === 0) pace = stayed(pace);
    } catch (error) {
      broken.push(error);
    } finally {
      busy.delete(keyOf(sendable));
      wake();
    }
  };

  const singles = watchSingles(turn);
  try {
    while (!turn.over() && broken.length === 0) {
      // What the upstream asks for is kept at once: the next leader obeys it, and the page says it.
      if (pace.heldUntil > told || now() - keptAt > KEEP_MS) await keep();
      const at = busy.size - onTheWire < MOST_IN_STORE ? nextLeaves(pace, onTheWire) : null;
      if (at === null || at > now()) {
        await rest(at === null ? REST_MS : Math.min(REST_MS, at - now()));
        continue;
      }
      // Somebody waits for a single one's answer: it goes ahead.
      if (singles.underWay()) {
        pace = gaveWay(pace, now());
        continue;
      }
      const sendable = await source.take();
      if (sendable === null) {
        const idle = busy.size === 0 && !turn.recording;
        if (idle && turn.batches.every(({ state }) => state === 'held')) break;
        await rest(REST_MS);
        continue;
      }
      busy.add(keyOf(sendable));
      pace = left(pace, now());
      void send(sendable);
    }
  } finally {
    while (busy.size > 0) await rest(REST_MS);
    await singles.stop();
  }
  await keep();
  if (broken.length > 0) throw broken[0];
}

/** Looks again and again, beside the sending, whether a single invitation is being sent by whichever replica. */
function watchSingles({ ctx }: Turn) {
  let underWay = false;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      underWay = await ctx.runs.singlesUnderWay();
      await new Promise((resume) => setTimeout(resume, SINGLES_MS));
    }
    // Where the database cannot be asked, the sending will find out for itself.
  })().catch(() => {
    underWay = false;
  });
  return {
    underWay: () => underWay,
    stop: async () => {
      stopped = true;
      await watching;
    },
  };
}

type Wire = { now(): number; leaves(first: boolean): void; heard(answer: Omit<Answered, 'inFlight'>): void };

/** Answers how many calls it made: none for what the policy, or another replica, was faster with. */
async function sendOne({ ctx, others }: Turn, sendable: Sendable, wire: Wire): Promise<number> {
  const { listening, calls } = listenTo(ctx, wire);
  if (sendable.kind === 'row') {
    await others.act(listening, sendable.batch, sendable.row);
    return calls();
  }
  const { attempt } = sendable;
  const facts = { actor: attempt.actor, requestId: attempt.requestId };
  const allowed = await mayStillGo(ctx, attempt);
  if (allowed.kind === 'wait') return 0;
  if (allowed.kind === 'refuse') {
    const failure = { code: 'policy-denied', message: allowed.why } as const;
    await ctx.ledger.apply(attempt.id, { type: 'held-back', code: failure.code }, { ...facts, failure });
    return 0;
  }
  const claimedAt = beforeClaim(ctx);
  const lease = { owner: crypto.randomUUID(), ms: ctx.leaseMs };
  const claimed = await ctx.ledger.claim(attempt.id, lease, allowed.policy);
  if (claimed !== null) await sendAttempt(listening, claimed, claimedAt, false);
  return calls();
}

/** The same context, with an ear at what is asked of the upstream for a row: the pace learns from each answer. */
function listenTo(ctx: SystemContext, wire: Wire): { listening: SystemContext; calls(): number } {
  let calls = 0;
  const hear = async <T>(call: () => Promise<Answer<T>>): Promise<Answer<T>> => {
    calls += 1;
    const sentAt = wire.now();
    wire.leaves(calls === 1);
    const answer = await call();
    const [outcome, retryAfterMs] = answer.ok ? (['taken', undefined] as const) : outcomeOf(answer.error);
    wire.heard({ outcome, sentAt, retryAfterMs });
    return answer;
  };
  const { directory } = ctx;
  const listening: SystemContext = {
    ...ctx,
    directory: {
      ...directory,
      getInvitation: (directoryId, id, call) => hear(() => directory.getInvitation(directoryId, id, call)),
      createInvitation: (input, call) => hear(() => directory.createInvitation(input, call)),
      revokeInvitation: (directoryId, id, call) => hear(() => directory.revokeInvitation(directoryId, id, call)),
    },
  };
  return { listening, calls: () => calls };
}

const FAULTS: ReadonlySet<DirectoryError['code']> = new Set([
  'unavailable',
  'timed-out',
  'outcome-unknown',
  'unauthenticated',
]);

const outcomeOf = ({ code, retryAfterMs }: DirectoryError): [Answered['outcome'], number | undefined] => {
  if (code === 'rate-limited') return ['refused', retryAfterMs];
  return [FAULTS.has(code) ? 'fault' : 'taken', undefined];
};
