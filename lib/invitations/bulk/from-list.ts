import { z } from 'zod';
import type { Context } from '../context';
import type { Place } from '../cursor';
import { MAX_SELECTED } from '../desk';
import { type Failure, fail, ok, type Result } from '../errors';
import { filterSchema } from '../list-invitations';
import { can, humanOf } from '../policy';
import type { ListedInvitation } from '../reading';
import { reasonSchema } from '../reason';
import { withoutTicket } from '../ticket';
import { type Batch, MAX_BATCH_ROWS } from './batch';
import type { NewBatch, NewRow } from './batches';
import { startPlan } from './start-plan';

/** So many are read and written at once, so that memory does not grow with the list. */
const CHUNK = 1_000;

const common = {
  submissionKey: z.uuid('Reload the page and try again.'),
  kind: z.enum(['revoke', 'reissue']),
  reason: reasonSchema,
};

export const fromListSchema = z.discriminatedUnion('which', [
  z.strictObject({
    ...common,
    which: z.literal('selected'),
    ids: z.array(z.uuid('This is not an invitation.')).min(1, 'Select at least one invitation.').max(MAX_SELECTED),
  }),
  z.strictObject({ ...common, which: z.literal('all'), filter: filterSchema }),
]);
type Input = z.output<typeof fromListSchema>;

const ANY: z.output<typeof filterSchema> = {
  tab: 'all',
  search: '',
  directoryId: '',
  roleId: '',
  sponsorUserId: '',
  inviter: '',
  from: '',
  to: '',
};

/**
 * Makes a batch of what was selected in the list, or of all that its filter finds: that one is walked here, and never by ids from
 * a browser. Nothing is done to any of them before the plan is confirmed. The same key again is the same batch.
 *
 * Answers `forbidden`, `submission-reused`, `busy` while the same key is being worked on, or `invalid-input` where nothing is
 * found, or too much.
 */
export async function batchFromList({ ctx, input }: { ctx: Context; input: Input }): Promise<Result<Batch>> {
  const act = input.kind === 'revoke' ? 'invitation.revoke' : 'invitation.reissue';
  if (!can(ctx.actor, 'batch.manage') || !can(ctx.actor, act)) return fail('forbidden');
  const { batch, known } = await ctx.batches.create(newBatch(ctx, input));
  if (known) return knownBatch(ctx, input, batch);
  const filled = await fill(ctx, input, batch.id).catch(async (error: unknown) => {
    await ctx.batches.discard(batch.id);
    throw error;
  });
  if (typeof filled === 'number') return ok(await ctx.batches.finishReading(batch.id, { hash: '', rows: filled }));
  await ctx.batches.discard(batch.id);
  return { ok: false, failure: filled };
}

/**
 * The same, with its plan under way: of what comes from the list there are no rows to mend. Where no plan can be made just now, it
 * stays a draft that says so.
 */
export async function planFromList({ ctx, input }: { ctx: Context; input: Input }): Promise<Result<Batch>> {
  const made = await batchFromList({ ctx, input });
  if (!made.ok || made.value.state !== 'draft') return made;
  const planned = await startPlan({ ctx, input: { id: made.value.id } });
  return planned.ok ? planned : made;
}

const newBatch = (ctx: Context, { kind, submissionKey, reason }: Input): NewBatch => ({
  kind,
  source: 'list',
  submissionKey,
  fileName: '',
  header: [],
  mapping: [],
  shared: { directoryId: '', roleIds: [], sponsorUserId: '', purpose: '', ticket: '' },
  reason,
  actor: humanOf(ctx.actor),
  requestId: ctx.requestId,
});

/** The form was posted before: by this person, for the same. */
function knownBatch(ctx: Context, { kind, reason }: Input, batch: Batch): Result<Batch> {
  if (batch.actor.subject !== ctx.actor.subject || batch.kind !== kind || batch.reason !== reason)
    return fail('submission-reused');
  return batch.state === 'reading' ? fail('busy') : ok(batch);
}

/** Adds a row for each invitation; answers how many there are, or why there is nothing to plan. */
async function fill(ctx: Context, input: Input, id: string): Promise<number | Failure> {
  const now = await ctx.ledger.now();
  const [filter, ids] = input.which === 'all' ? [input.filter, undefined] : [ANY, input.ids];
  let rows = 0;
  let after: Place | null = null;
  do {
    const found: ListedInvitation[] = await ctx.reading.list(filter, { sort: 'newest', after, limit: CHUNK }, now, ids);
    const first = rows + 1;
    rows += found.length;
    if (rows > MAX_BATCH_ROWS) return tooMany();
    await ctx.batches.addRows(
      id,
      found.map((each, at) => rowOf(each, first + at)),
    );
    after = found.length < CHUNK ? null : (found.at(-1)?.place ?? null);
  } while (after !== null);
  return rows > 0 ? rows : nothing();
}

const rowOf = (each: ListedInvitation, number: number): NewRow => ({
  number,
  cells: [],
  targetId: each.id,
  content: {
    email: each.email,
    displayName: each.displayName,
    directoryId: each.directoryId,
    roleIds: each.roleIds,
    sponsorUserId: each.sponsorUserId,
    purpose: withoutTicket(each.purpose, each.ticket),
    ticket: each.ticket,
  },
  given: {},
  problems: {},
});

const tooMany = (): Failure => ({
  code: 'invalid-input',
  fields: {
    which: `More than ${MAX_BATCH_ROWS.toLocaleString('en')} invitations match, which is the most at once. Narrow the list down, by its dates for instance. Nothing was changed.`,
  },
});

const nothing = (): Failure => ({
  code: 'invalid-input',
  fields: { which: 'No invitation matches any more. Nothing was changed.' },
});
