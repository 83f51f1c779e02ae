import type { SystemContext } from '../context';
import type { DirectoryError } from '../errors';
import type { Answer } from '../ports';
import { mayStillGo } from '../rules/still-allowed';
import { beforeClaim, sendAttempt } from '../send-attempt';
import { type Answered, answered, gaveWay, left, nextLeaves } from './pace';
import { paceFrom } from './pace-kept';
import type { Turn } from './run-batches';
import { createSource, keyOf, type Sendable } from './run-source';

/** How long it rests where nothing can be sent just now: all is under way, or the upstream asked for a pause. */
const REST_MS = 100;
const KEEP_MS = 2_000;
/** How old the answer may be whether a single one is under way: asked before each, it would be what a fast run waits for. */
const SINGLES_MS = 40;

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
  let singles = { underWay: false, askedAt: Number.NEGATIVE_INFINITY };
  const singlesUnderWay = async (): Promise<boolean> => {
    const askedAt = now();
    if (askedAt - singles.askedAt > SINGLES_MS) singles = { underWay: await runs.singlesUnderWay(), askedAt };
    return singles.underWay;
  };
  const keep = () => {
    keptAt = now();
    return runs.keepPace(pace);
  };

  const send = async (sendable: Sendable): Promise<void> => {
    const sentAt = now();
    const heard = (outcome: Answered['outcome'], retryAfterMs: number | undefined) => {
      pace = answered(pace, { outcome, sentAt, inFlight: busy.size - 1, retryAfterMs }, now());
    };
    try {
      await sendOne(turn, sendable, heard);
    } catch (error) {
      broken.push(error);
    } finally {
      busy.delete(keyOf(sendable));
      wake();
    }
  };

  while (!turn.over() && broken.length === 0) {
    const at = nextLeaves(pace, busy.size);
    if (at === null || at > now()) {
      await rest(at === null ? REST_MS : Math.min(REST_MS, at - now()));
      continue;
    }
    // Somebody waits for a single one's answer: it goes ahead.
    if (await singlesUnderWay()) {
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
    if (now() - keptAt > KEEP_MS) await keep();
  }
  while (busy.size > 0) await rest(REST_MS);
  await keep();
  if (broken.length > 0) throw broken[0];
}

type Heard = (outcome: Answered['outcome'], retryAfterMs: number | undefined) => void;

async function sendOne({ ctx, others }: Turn, sendable: Sendable, heard: Heard): Promise<void> {
  const listening = listenTo(ctx, heard);
  if (sendable.kind === 'row') {
    await others.act(listening, sendable.batch, sendable.row);
    return;
  }
  const { attempt } = sendable;
  const facts = { actor: attempt.actor, requestId: attempt.requestId };
  const allowed = await mayStillGo(ctx, attempt);
  if (allowed.kind === 'wait') return;
  if (allowed.kind === 'refuse') {
    const failure = { code: 'policy-denied', message: allowed.why } as const;
    await ctx.ledger.apply(attempt.id, { type: 'held-back', code: failure.code }, { ...facts, failure });
    return;
  }
  const claimedAt = beforeClaim(ctx);
  const lease = { owner: crypto.randomUUID(), ms: ctx.leaseMs };
  const claimed = await ctx.ledger.claim(attempt.id, lease, allowed.policy);
  if (claimed !== null) await sendAttempt(listening, claimed, claimedAt, false);
}

/** The same context, with an ear at what has an effect upstream: the pace learns from each answer. */
function listenTo(ctx: SystemContext, heard: Heard): SystemContext {
  const hear = <T>(answer: Answer<T>): Answer<T> => {
    if (answer.ok) heard('taken', undefined);
    else heard(...outcomeOf(answer.error));
    return answer;
  };
  const { directory } = ctx;
  return {
    ...ctx,
    directory: {
      ...directory,
      createInvitation: async (input, call) => hear(await directory.createInvitation(input, call)),
      revokeInvitation: async (directoryId, id, call) => hear(await directory.revokeInvitation(directoryId, id, call)),
    },
  };
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
