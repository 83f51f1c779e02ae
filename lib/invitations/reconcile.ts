import type { SystemContext } from './context';
import { emailKey } from './email';
import type { DirectoryError } from './errors';
import type { AttemptRecord } from './ledger';
import { couldBe, isSimilar } from './match';
import type { CreateInvitation, UpstreamInvitation } from './ports';
import type { Attempt } from './protocol';
import { readDirectory } from './read-directory';
import { stillApproved } from './requests/still-approved';
import { beforeClaim, sendAttempt } from './send-attempt';
import { settleRevoke } from './settle-revoke';

export type Reconciled = {
  swept: number;
  sent: number;
  /** Directory id → why it could not be read. */
  problems: Map<string, DirectoryError>;
};

/** Several, so that one which hangs does not hold up the rest; few, because the upstream has just told us to slow down. */
const SENDS_AT_ONCE = 4;

/** Whether to read upstream for every unknown attempt, or only where a read can tell something new by now. */
export type Pace = { eager: boolean };

/**
 * Brings every open attempt nearer to its end: leases that ended become "unknown", unknown ones are looked for upstream (one
 * complete read of a directory settles all of them together), and what is proven unsent is sent. One replica at a time; null
 * when another is at it. Called at start, on a schedule, and on "Check now".
 */
export function reconcile(ctx: SystemContext, pace: Pace = { eager: true }): Promise<Reconciled | null> {
  return ctx.ledger.exclusively('reconcile', async () => {
    const done: Reconciled = { swept: 0, sent: 0, problems: new Map() };
    const now = await ctx.ledger.now();
    for (const attempt of await ctx.ledger.open()) {
      if (attempt.attempt.state !== 'sending' || attempt.attempt.leaseUntil > now.getTime()) continue;
      await ctx.ledger.apply(attempt.id, { type: 'sweep', now: now.getTime() }, factsOf(attempt));
      done.swept += 1;
    }
    await settleRevokes(ctx);
    await settleCreates(ctx, pace, done.problems);
    done.sent = await sendDue(ctx);
    return done;
  });
}

/** When a read can next say something that the ones before could not, in milliseconds of the database's clock. */
const nextReadAt = (attempt: Extract<Attempt, { state: 'unknown' }>, settleMs: number): number =>
  attempt.firstEmptyReadAt === null ? attempt.quietFrom : attempt.firstEmptyReadAt + settleMs;

async function settleRevokes(ctx: SystemContext): Promise<void> {
  for (const attempt of await ctx.ledger.open()) {
    if (attempt.kind === 'revoke' && attempt.attempt.state === 'unknown') await settleRevoke(ctx, attempt);
  }
}

/** One read for each directory that has attempts of unknown outcome. */
async function settleCreates(ctx: SystemContext, pace: Pace, problems: Map<string, DirectoryError>): Promise<void> {
  const now = (await ctx.ledger.now()).getTime();
  const unknown = (await ctx.ledger.open()).flatMap((each) =>
    each.attempt.state === 'unknown' &&
    each.kind === 'create' &&
    each.content !== null &&
    (pace.eager || now >= nextReadAt(each.attempt, ctx.settleMs))
      ? [{ attempt: each, content: each.content }]
      : [],
  );
  const directoryIds = [...new Set(unknown.map((each) => each.content.directoryId))];
  for (const directoryId of directoryIds) {
    const read = await readDirectory(ctx, directoryId);
    if (!read.ok) {
      problems.set(directoryId, read.error);
      ctx.log.warn('reconcile.read-failed', { directoryId, code: read.error.code });
      continue;
    }
    const byEmail = groupedByEmail(read.found.values());
    for (const { attempt, content } of unknown.filter((each) => each.content.directoryId === directoryId)) {
      await settle(ctx, attempt, content, read, byEmail.get(emailKey(content.email)) ?? []);
    }
  }
}

function groupedByEmail(found: Iterable<UpstreamInvitation>): Map<string, UpstreamInvitation[]> {
  const groups = new Map<string, UpstreamInvitation[]>();
  for (const each of found) {
    const key = emailKey(each.email);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}

async function settle(
  ctx: SystemContext,
  attempt: AttemptRecord,
  content: CreateInvitation,
  read: { startedAt: Date; complete: boolean },
  sameEmail: readonly UpstreamInvitation[],
): Promise<void> {
  const claimed = await ctx.ledger.claimed(
    sameEmail.map((each) => each.id),
    attempt.id,
  );
  const free = sameEmail.filter((each) => !claimed.has(each.id));
  const candidates = free.filter((each) => couldBe(each, content, attempt.intentAtUpstream));
  const similar = free.filter(
    (each) => !candidates.includes(each) && isSimilar(each, content, attempt.intentAtUpstream),
  );
  const [only] = candidates;
  const reading = {
    startedAt: read.startedAt.getTime(),
    complete: read.complete,
    candidates: candidates.map((each) => each.id),
    similar: similar.map((each) => each.id),
  };
  await ctx.ledger.apply(
    attempt.id,
    { type: 'read', reading, settleMs: ctx.settleMs },
    { ...factsOf(attempt), ...(only !== undefined && candidates.length === 1 ? { upstream: only } : {}) },
  );
}

/** Sends what waits: an intent whose process died before its claim, one that was told to slow down, one proven unsent. */
async function sendDue(ctx: SystemContext): Promise<number> {
  const waiting = (await ctx.ledger.open()).filter((each) => each.attempt.state === 'intent');
  let sent = 0;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (await sendOne(ctx, next)) sent += 1;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: SENDS_AT_ONCE }, work));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return sent;
}

async function sendOne(ctx: SystemContext, attempt: AttemptRecord): Promise<boolean> {
  const claimedAt = beforeClaim(ctx);
  const claimed = await ctx.ledger.claim(attempt.id, { owner: crypto.randomUUID(), ms: ctx.leaseMs });
  if (claimed === null) return false;
  // What was approved may have waited, and the policy may have become stricter.
  if (!(await stillApproved(ctx, claimed))) return false;
  await sendAttempt(ctx, claimed, claimedAt, false);
  return true;
}

const factsOf = (attempt: AttemptRecord) => ({ actor: attempt.actor, requestId: attempt.requestId });
