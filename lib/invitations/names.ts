import { callOf, type ListContext } from './context';
import type { Freshness, Option } from './desk';

/** A list must not wait for a slow upstream to learn what a role is called. */
const PATIENCE_MS = 1_500;

export type Names = {
  directories: Option[];
  roles: Option[];
  directory(id: string): string;
  role(id: string): string;
};

/** The upstream's names for directories and roles; where they cannot be had soon, the ids stand in for them. */
export async function namesOf(ctx: Pick<ListContext, 'requestId' | 'catalog'>): Promise<Names> {
  const call = callOf(ctx);
  const [directories, roles] = await Promise.all([
    soon(ctx.catalog.directories(call).then((answer) => (answer.ok ? answer.value : []))),
    soon(
      ctx.catalog
        .roles(call)
        .then((answer) =>
          answer.ok ? answer.value.map(({ id, name, displayName }) => ({ id, name: displayName || name || id })) : [],
        ),
    ),
  ]);
  const byId = (options: readonly Option[]) => {
    const names = new Map(options.map(({ id, name }) => [id, name]));
    return (id: string) => names.get(id) ?? id;
  };
  return {
    directories: directories.map(({ id, name }) => ({ id, name })),
    roles,
    directory: byId(directories),
    role: byId(roles),
  };
}

async function soon<T>(asked: Promise<T[]>): Promise<T[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T[]>((resolve) => {
    timer = setTimeout(() => resolve([]), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How old the local copy is: as old as the directory that was read whole the longest ago. */
export async function copyAge(ctx: Pick<ListContext, 'requestId' | 'catalog' | 'ledger'>): Promise<Freshness> {
  const [whole, { directories }] = await Promise.all([ctx.ledger.freshness(), namesOf(ctx)]);
  const ids = directories.length > 0 ? directories.map(({ id }) => id) : [...whole.keys()];
  const times = ids.map((id) => whole.get(id)?.getTime());
  const known = times.filter((time) => time !== undefined);
  return {
    wholeAt: known.length === 0 || known.length < times.length ? null : new Date(Math.min(...known)).toISOString(),
  };
}
