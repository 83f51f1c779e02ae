import type { Context } from '../context';
import { type Failure, fail, ok, type Result } from '../errors';
import type { PersonView } from '../invitation';
import { formOptions, type InviteFormOptions } from '../invite-form';
import { can } from '../policy';
import type { Batch } from './batch';
import type { NEEDED } from './mending';

/** Rows whose cells show what is in each column. */
const EXAMPLES = 3;

export type DraftView = {
  offer: Pick<InviteFormOptions, 'directories' | 'roles' | 'self'>;
  /** Why directories and roles could not be had. */
  unloaded: Failure | null;
  sponsor: PersonView | null;
  /** The first rows' cells. */
  examples: string[][];
  /** How many rows have nothing of their own where there has to be something. */
  silent: Record<(typeof NEEDED)[number], number>;
  /** Earlier imports of the very same file. */
  sameFile: Batch[];
};

/** What the page of a draft shows beside its rows. Answers `forbidden`. */
export async function draftView({ ctx, input: batch }: { ctx: Context; input: Batch }): Promise<Result<DraftView>> {
  if (!can(ctx.actor, 'batch.read')) return fail('forbidden');
  const { sponsorUserId } = batch.shared;
  const [offer, rows, silent, sameFile, names] = await Promise.all([
    formOptions(ctx, sponsorUserId === '' ? {} : { sponsor: sponsorUserId }),
    ctx.batches.rows(batch.id, { filter: {}, after: 0, limit: EXAMPLES }),
    ctx.mending.countSilent(batch.id),
    ctx.batches.sameFile(batch.fileHash, batch.id),
    ctx.mending.peopleNames(sponsorUserId === '' ? [] : [sponsorUserId]),
  ]);
  // The upstream could not say who it is; what is chosen stays chosen.
  const named = { id: sponsorUserId, name: names.get(sponsorUserId) ?? sponsorUserId, email: '', title: '' };
  const sponsor = offer.ok ? (offer.value.prefilledSponsor ?? named) : named;
  return ok({
    offer: offer.ok ? offer.value : { directories: [], roles: [], self: null },
    unloaded: offer.ok ? null : offer.failure,
    sponsor: sponsorUserId === '' ? null : sponsor,
    examples: rows.map(({ cells }) => cells),
    silent,
    sameFile,
  });
}
