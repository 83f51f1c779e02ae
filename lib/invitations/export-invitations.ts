import { z } from 'zod';
import type { Context } from './context';
import { CSV_START, csvLine } from './csv';
import type { Place } from './cursor';
import { MAX_SELECTED, shownState } from './desk';
import { fail, ok, type Result } from './errors';
import { filterSchema } from './list-invitations';
import { type Names, namesOf } from './names';
import { can, humanOf } from './policy';
import type { ListedInvitation } from './reading';

const PAGE_ROWS = 1_000;

export const exportSchema = filterSchema.extend({
  /** Those that were selected, instead of all that fit. */
  ids: z.array(z.uuid()).min(1).max(MAX_SELECTED).optional(),
});
type Filter = z.output<typeof exportSchema>;

// biome-ignore format: one glance.
const HEADINGS = [
  'Email', 'Name', 'Status', 'Directory', 'Roles', 'Sponsor', 'Invited by', 'Inviter email', 'Purpose', 'Ticket',
  'Created', 'Expires', 'Accepted', 'Usher id', 'ConductorOne id',
];

/**
 * The invitations of a filter, or those selected, as CSV, a page at a time, so that memory does not grow with them. The audit says who took it
 * before the first row leaves. Answers `forbidden`.
 */
export async function exportInvitations({
  ctx,
  input,
}: {
  ctx: Context;
  input: Filter;
}): Promise<Result<AsyncIterable<string>>> {
  if (!can(ctx.actor, 'invitation.export')) return fail('forbidden');
  const now = await ctx.ledger.now();
  const names = await namesOf(ctx);
  // What was searched for may be somebody's name: only that there was a search stays for ever.
  const { search, inviter, ids, ...plain } = input;
  await ctx.audit.note({
    action: 'invitations.exported',
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
    details: {
      ...plain,
      searched: String(search !== ''),
      byInviter: String(inviter !== ''),
      ...(ids && { ids: ids.join(' ') }),
    },
  });
  return ok(lines(ctx, input, names, now));
}

async function* lines(ctx: Context, { ids, ...filter }: Filter, names: Names, now: Date): AsyncGenerator<string> {
  yield CSV_START + csvLine(HEADINGS);
  let after: Place | null = null;
  do {
    const rows: ListedInvitation[] = await ctx.reading.list(
      filter,
      { sort: 'newest', after, limit: PAGE_ROWS },
      now,
      ids,
    );
    yield rows.map((row) => lineOf(row, names, now)).join('');
    after = rows.length < PAGE_ROWS ? null : (rows.at(-1)?.place ?? null);
  } while (after !== null);
}

const iso = (at: Date | null): string => at?.toISOString() ?? '';

const lineOf = (row: ListedInvitation, names: Names, now: Date): string =>
  csvLine([
    row.email,
    row.displayName,
    shownState(row.state, iso(row.expiresAt), now.getTime()),
    names.directory(row.directoryId),
    row.roleIds.map(names.role).join('; '),
    row.sponsorName || row.sponsorUserId,
    row.sender === null ? 'Created outside Usher' : row.sender.name,
    row.sender?.email ?? '',
    row.purpose,
    row.ticket,
    iso(row.createdAt),
    iso(row.expiresAt),
    iso(row.acceptedAt),
    row.id,
    row.upstreamId,
  ]);
