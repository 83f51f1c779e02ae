import type { SystemContext } from './context';
import { emailKey } from './email';
import type { DirectoryError } from './errors';
import { type AttemptRecord, heldUntil, sentWith } from './ledger';
import { matching } from './match';
import type { CreateInvitation, UpstreamInvitation } from './ports';
import { type Attempt, RULES } from './protocol';
import { readDirectory } from './read-directory';
import { stillApproved } from './requests/still-approved';
import { mayStillGo } from './rules/still-allowed';
import { beforeClaim, sendAttempt } from './send-attempt';
import { settleRevoke } from './settle-revoke';

export type Reconciled = {
  swept: number;
  sent: number;
  /** Directory id → why it could not be read. */
  problems: Map<string, DirectoryError>;
};

/** Several, so that one which hangs does not hold up the rest; few, because the upstream has just told us to slow down. */
const AT_ONCE = 4;

/** Whether to read upstream for every unknown attempt, or only where a read can tell something new by now. */
export type Pace = {
  eager: boolean;
  /** Told once the work begins, with how many attempts are open; not told when another replica is at it. */
  begun?: (open: number) => void;
};

/**
 * Brings every open attempt nearer to its end: leases that ended become "unknown", unknown ones are looked for upstream (one
 * complete read of a directory settles all of them together), and what is proven unsent is sent. One replica at a time; null
 * when another is at it. Called at start, on a schedule, and on "Check now".
 */
export function reconcile(ctx: SystemContext, pace: Pace = { eager: true }): Promise<Reconciled | null> {
  return ctx.ledger.exclusively('reconcile', async () => {
    const done: Reconciled = { swept: 0, sent: 0, problems: new Map() };
    const [now, open] = await Promise.all([ctx.ledger.now(), ctx.ledger.open()]);
    pace.begun?.(open.length);
    await fewAtOnce(open, async (attempt) => {
      if (attempt.attempt.state !== 'sending' || attempt.attempt.leaseUntil > now.getTime()) return;
      await ctx.ledger.apply(attempt.id, { type: 'sweep', now: now.getTime() }, factsOf(attempt));
      done.swept += 1;
    });
    // What only has to be sent waits for no answer about something else; what the answers prove unsent is sent after them.
    const [sent] = await Promise.all([sendDue(ctx), settleRevokes(ctx), settleCreates(ctx, pace, done.problems)]);
    done.sent = sent + (await sendDue(ctx));
    return done;
  });
}

/** What is held for longer than this wants no look until then; the schedule looks at least this often anyway. */
const SOON_MS = 15_000;

/** Whether an attempt is open for which something can be done now or before long. */
export async function isSoonDue(ctx: SystemContext): Promise<boolean> {
  const [now, open] = await Promise.all([ctx.ledger.now(), ctx.ledger.open()]);
  return open.some((each) => (heldUntil(each)?.getTime() ?? 0) < now.getTime() + SOON_MS);
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
    const here = unknown.filter((each) => each.content.directoryId === directoryId);
    await fewAtOnce(here, ({ attempt, content }) =>
      settle(ctx, attempt, content, read, byEmail.get(emailKey(content.email)) ?? []),
    );
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
  const { candidates, similar } = matching(free, sentWith(attempt, content));
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

/**
 * Sends what waits and whose time has come: an intent whose process died before its claim, one that was told to slow down, one
 * proven unsent, one that could be undone until now. Nobody's word is asked about the others.
 */
async function sendDue(ctx: SystemContext): Promise<number> {
  const now = (await ctx.ledger.now()).getTime();
  const waiting = (await ctx.ledger.open()).filter(
    ({ attempt }) => attempt.state === 'intent' && RULES.isDue(attempt, now),
  );
  let sent = 0;
  await fewAtOnce(waiting, async (attempt) => {
    if (await sendOne(ctx, attempt)) sent += 1;
  });
  return sent;
}

/** Works on all of `items`, a few at once; one that breaks does not stop the others, and is thrown at the end. */
async function fewAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

async function sendOne(ctx: SystemContext, attempt: AttemptRecord): Promise<boolean> {
  const allowed = await mayStillGo(ctx, attempt);
  if (allowed.kind === 'wait') return false;
  if (allowed.kind === 'refuse') {
    const failure = { code: 'policy-denied', message: allowed.why } as const;
    await ctx.ledger.apply(attempt.id, { type: 'held-back', code: failure.code }, { ...factsOf(attempt), failure });
    return false;
  }
  const claimedAt = beforeClaim(ctx);
  const lease = { owner: crypto.randomUUID(), ms: ctx.leaseMs };
  const claimed = await ctx.ledger.claim(attempt.id, lease, allowed.policy);
  if (claimed === null) return false;
  // What was approved may have waited, and the policy may have become stricter.
  if (!(await stillApproved(ctx, claimed))) return false;
  await sendAttempt(ctx, claimed, claimedAt, false);
  return true;
}

const factsOf = (attempt: AttemptRecord) => ({ actor: attempt.actor, requestId: attempt.requestId });
