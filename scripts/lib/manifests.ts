import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './paths';

/** What the build says that it holds. A server action, as anybody who knows its id can post to it. */
export type BuiltAction = {
  /** `file#export`, as the table names it. */
  name: string;
  id: string;
  /** A page that knows it, as a route: `/invitations/[id]`. */
  page: string;
  takes: 'nothing' | 'form' | 'state-and-form';
};

const references = z.object({
  node: z.record(
    z.string(),
    z.object({ workers: z.record(z.string(), z.unknown()), filename: z.string(), exportedName: z.string() }),
  ),
  // Nothing of ours runs there; an action that did would be one that nobody tries.
  edge: z.strictObject({}),
});

function manifest<T>(file: string, schema: z.ZodType<T>): T {
  const path = join(ROOT, '.next', file);
  if (!existsSync(path)) throw new Error('There is no build. “npm test -- build” makes one.');
  return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

const appPaths = () => manifest('app-path-routes-manifest.json', z.record(z.string(), z.string()));

export function builtActions(): BuiltAction[] {
  const routes = appPaths();
  const { node } = manifest('server/server-reference-manifest.json', references);
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => {
    const pages = Object.keys(workers);
    // The page beside it, where there is one: an action of a layout is known to many.
    const page = pages.find((each) => dirname(each) === dirname(filename)) ?? pages[0] ?? '';
    return {
      name: `${filename}#${exportedName}`,
      id,
      page: routes[page.replace(/^app/, '')] ?? '',
      takes: argumentsOf(id),
    };
  });
}

/** The first byte of an id says which arguments the function reads: from the second-highest bit down, one for each. */
function argumentsOf(id: string): BuiltAction['takes'] {
  const bits = Number.parseInt(id.slice(0, 2), 16);
  if ((bits & 0b0010_0000) !== 0) return 'state-and-form';
  return (bits & 0b0100_0000) === 0 ? 'nothing' : 'form';
}

/** Pages and route handlers by their routes; the framework's own two answer for what is not there. */
export function builtRoutes(): { pages: string[]; handlers: string[] } {
  const entries = Object.entries(appPaths()).filter(([, route]) => !route.startsWith('/_'));
  const of = (kind: string) => entries.filter(([path]) => path.endsWith(kind)).map(([, route]) => route);
  return { pages: of('/page'), handlers: of('/route') };
}
