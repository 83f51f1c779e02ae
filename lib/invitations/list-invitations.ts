import { z } from 'zod';
import type { ListContext } from './context';
import { decodeCursor, encodeCursor } from './cursor';
import { type ListPage, SORTS, shownState, TABS } from './desk';
import { fail, ok, type Result } from './errors';
import { copyAge, namesOf } from './names';
import { can } from './policy';
import type { ListedInvitation } from './reading';

export const PAGE_ROWS = 50;
const MAX_SEARCH = 200;

const id = z.string().regex(/^[\w.:-]{0,128}$/u, 'This is not an id.');
const day = z.union([z.literal(''), z.iso.date('This is not a day.')]);
// What PostgreSQL cannot hold in a text is found nowhere.
const printable = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .transform((text) => text.replaceAll('\0', ''));

export const filterSchema = z.strictObject({
  tab: z.enum(TABS),
  search: printable(MAX_SEARCH).transform((text) => text.normalize('NFC').trim()),
  directoryId: id,
  roleId: id,
  sponsorUserId: id,
  inviter: printable(255),
  from: day,
  to: day,
});

export const listSchema = filterSchema.extend({ sort: z.enum(SORTS), after: z.string().max(2_000) });

/** A page of invitations with the counts of all tabs. Answers `forbidden`, or `invalid-input` for a cursor of another list. */
export async function listInvitations({
  ctx,
  input,
}: {
  ctx: ListContext;
  input: z.output<typeof listSchema>;
}): Promise<Result<ListPage>> {
  if (!can(ctx.actor, 'invitation.read')) return fail('forbidden');
  const { sort, after, ...filter } = input;
  const place = after === '' ? null : decodeCursor(sort, after);
  if (after !== '' && place === null) {
    return fail('invalid-input', { fields: { after: 'This page of the list does not exist. Start at the first.' } });
  }
  const now = await ctx.ledger.now();
  const [found, counts, names, copy] = await Promise.all([
    ctx.reading.list(filter, { sort, after: place, limit: PAGE_ROWS + 1 }, now),
    ctx.reading.counts(filter, now),
    namesOf(ctx),
    copyAge(ctx),
  ]);
  const shown = found.slice(0, PAGE_ROWS);
  const last = shown.at(-1);
  return ok({
    rows: shown.map((each) => rowOf(each, names, now)),
    next: found.length > PAGE_ROWS && last !== undefined ? encodeCursor(sort, last.place) : null,
    counts,
    copy,
    now: now.toISOString(),
  });
}

const rowOf = (each: ListedInvitation, names: Awaited<ReturnType<typeof namesOf>>, now: Date) => {
  const expiresAt = each.expiresAt?.toISOString() ?? '';
  return {
    id: each.id,
    email: each.email,
    displayName: each.displayName,
    state: shownState(each.state, expiresAt, now.getTime()),
    directory: names.directory(each.directoryId),
    roles: each.roleIds.map(names.role),
    sponsor: each.sponsorName,
    inviter: each.sender?.name ?? null,
    expiresAt,
    createdAt: each.createdAt.toISOString(),
  };
};
