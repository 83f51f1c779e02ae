import { type Context, callOf } from '../context';
import { failFromDirectory, ok, type Result } from '../errors';
import { fieldProblems, inviteSchema } from '../fields';
import { grantableRoles } from '../policy';
import { effectiveGrants } from '../rules/grants';
import type { RowField } from './batch';
import type { ReadCell } from './mending';

export type CellReader = (field: RowField, text: string) => ReadCell;

type Named = { id: string; names: string[] };

/**
 * Reads cells as they stand in a file: names, ids and addresses for what Usher knows by id. `texts` are all that sponsors may
 * be called: they are looked up at once. Answers the `upstream-…` codes.
 */
export async function cellReader(
  ctx: Context,
  fields: readonly RowField[],
  texts: readonly string[],
): Promise<Result<CellReader>> {
  const wants = (field: RowField) => fields.includes(field);
  const call = callOf(ctx);
  const [directories, roles, sponsors, { policy }] = await Promise.all([
    wants('directoryId') ? ctx.catalog.directories(call) : null,
    wants('roleIds') ? ctx.catalog.roles(call) : null,
    wants('sponsorUserId') ? ctx.mending.sponsorsCalled(texts) : new Map<string, string[]>(),
    ctx.policy.current(),
  ]);
  if (directories !== null && !directories.ok) return failFromDirectory(directories.error);
  if (roles !== null && !roles.ok) return failFromDirectory(roles.error);
  const places: Named[] = (directories?.value ?? []).map(({ id, name }) => ({ id, names: [name] }));
  const grants = effectiveGrants(policy, ctx.grants);
  const grantable: Named[] = grantableRoles(ctx.actor, roles?.value ?? [], grants).map(({ id, name, displayName }) => ({
    id,
    names: [displayName, name],
  }));

  return ok((field, text) => {
    const written = text.trim();
    switch (field) {
      case 'email':
      case 'displayName':
        return plain(field, written);
      case 'purpose':
      case 'ticket':
        return written === '' ? NOTHING : plain(field, written);
      case 'directoryId':
        return written === '' ? NOTHING : one(written, idsOf(places, written), 'directory');
      case 'sponsorUserId':
        return written === '' ? NOTHING : one(written, sponsors.get(written.toLowerCase()) ?? [], 'person');
      case 'roleIds':
        return written === '' ? NOTHING : rolesIn(written, grantable);
    }
  });
}

const NOTHING: ReadCell = { value: null, given: null, problem: null };

function plain(field: 'email' | 'displayName' | 'purpose' | 'ticket', written: string): ReadCell {
  const parsed = inviteSchema.shape[field].safeParse(written);
  if (parsed.success) return { value: parsed.data, given: null, problem: null };
  return { value: written, given: written, problem: fieldProblems(parsed.error).form ?? 'This cannot be used.' };
}

const idsOf = (all: readonly Named[], written: string): string[] => {
  const wanted = written.toLowerCase();
  const byId = all.filter(({ id }) => id.toLowerCase() === wanted);
  return (
    byId.length > 0 ? byId : all.filter(({ names }) => names.some((name) => name.trim().toLowerCase() === wanted))
  ).map(({ id }) => id);
};

function one(written: string, ids: readonly string[], what: 'directory' | 'person'): ReadCell {
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return { value: id, given: null, problem: null };
  const problem =
    id === undefined
      ? what === 'directory'
        ? `There is no directory “${written}”. Choose one.`
        : `Nobody who can be a sponsor is called “${written}”. Choose somebody.`
      : `More than one ${what} is called “${written}”. Choose which is meant.`;
  return { value: null, given: written, problem };
}

function rolesIn(written: string, roles: readonly Named[]): ReadCell {
  const names = written
    .split(/[,;|\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const found = names.map((name) => idsOf(roles, name));
  const missing = names.filter((_name, at) => found[at]?.length !== 1);
  if (missing.length === 0) return { value: [...new Set(found.flat())], given: null, problem: null };
  return {
    value: null,
    given: written,
    problem: `There is no role ${missing.map((name) => `“${name}”`).join(', ')} that you may grant. Choose another.`,
  };
}
