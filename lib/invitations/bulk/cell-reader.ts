import { type Context, callOf } from '../context';
import { failFromDirectory, ok, type Result } from '../errors';
import { grantableRoles } from '../policy';
import { effectiveGrants } from '../rules/grants';
import type { RowField } from './batch';
import { readCell } from './csv/cells';
import { indexOf } from './csv/named';
import type { ReadCell } from './mending';
import { type SponsorBook, sponsorBook } from './sponsor-book';

export type CellReader = (field: RowField, text: string) => ReadCell;

/**
 * Reads cells as they stand in a file. `texts` are all that sponsors may be called: they are looked up at once, in a book
 * that remembers them where more cells are to come. Answers the `upstream-…` codes.
 */
export async function cellReader(
  ctx: Context,
  fields: readonly RowField[],
  texts: readonly string[],
  book: SponsorBook = sponsorBook(ctx),
): Promise<Result<CellReader>> {
  const wants = (field: RowField) => fields.includes(field);
  const call = callOf(ctx);
  const [directories, roles, sponsors, { policy }] = await Promise.all([
    wants('directoryId') ? ctx.catalog.directories(call) : null,
    wants('roleIds') ? ctx.catalog.roles(call) : null,
    book(wants('sponsorUserId') ? texts : []),
    ctx.policy.current(),
  ]);
  if (directories !== null && !directories.ok) return failFromDirectory(directories.error);
  if (roles !== null && !roles.ok) return failFromDirectory(roles.error);
  const grantable = grantableRoles(ctx.actor, roles?.value ?? [], effectiveGrants(policy, ctx.grants));
  const lists = {
    directories: indexOf((directories?.value ?? []).map(({ id, name }) => ({ id, names: [name] }))),
    roles: indexOf(
      grantable
        .filter(({ systemApiOnly, deleted }) => !systemApiOnly && !deleted)
        .map(({ id, name, displayName }) => ({ id, names: [displayName || name, name] })),
    ),
    sponsors,
  };
  return ok((field, text) => readCell(field, text, lists));
}
