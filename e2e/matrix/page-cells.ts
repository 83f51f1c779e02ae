import { type Caller, inShort, verdict } from './callers';
import { type Cell, type Cells, extraFields, hasCount, type Place, withQuery } from './cells';
import { PAGES } from './endpoints';
import type { PageEntry, World } from './entry';
import { pageOutcome } from './outcome';

/** Where a page is, for this world. */
export const pathOf = (route: string, world: World): string => entryOf(route).path?.(world) ?? route;

/** How a page ends for a caller. */
export function expectedPage(route: string, caller: Caller): string {
  const { allowed, answer } = entryOf(route);
  const judged = verdict(caller, allowed);
  if (judged === 'let in') return answer?.(caller.roles) ?? 'shown';
  return judged === 'signed-out' ? 'goes to /sign-in' : 'goes to /no-access';
}

function entryOf(route: string): PageEntry {
  const entry = PAGES[route];
  if (entry === undefined)
    throw new Error(`There is no entry for the page ${route} in PAGES (e2e/matrix/endpoints.ts).`);
  return entry;
}

/** A page as a browser loads it, and as the app's own script does, which marks the address. */
const WAYS = [
  { way: 'whole page', headers: {}, mark: '', who: (callers: readonly Caller[]) => callers },
  { way: 'as data', headers: { rsc: '1' }, mark: '?_rsc', who: inShort },
];
const FOREIGN: Record<string, Record<string, string>> = {
  'foreign origin': { origin: 'https://evil.example' },
  'origin null': { origin: 'null' },
};

/** What is tried with one page. */
export function pageCells(route: string, { wrong }: PageEntry, { app, world }: Place): Cells {
  const { tried, everything } = app.callers;
  const path = pathOf(route, world.refused);
  const cell = (name: string, caller: Caller, at: string, headers: Record<string, string>): Cell => {
    const refused = verdict(caller, entryOf(route).allowed) !== 'let in';
    return {
      name,
      caller,
      send: () => caller.send(app.url + at, { headers }),
      read: (reply) => pageOutcome(reply, app.url),
      expected: expectedPage(route, caller),
      leaves: refused ? [] : null,
      readsUpstream: hasCount(caller),
    };
  };
  const byCaller = WAYS.flatMap(({ way, headers, mark, who }) =>
    who(tried).map((caller) => cell(`${caller.name}, ${way}`, caller, path + mark, headers)),
  );
  const byOrigin = Object.entries(FOREIGN).map(([name, headers]) => cell(name, everything, path, headers));
  const { marker, fields } = extraFields();
  const extra = { ...cell('extra parameters', everything, withQuery(path, fields), {}), nowhere: marker };
  const senseless = wrong.map(
    (at): Cell => ({
      ...cell(at.slice(0, 60), everything, at, {}),
      read: (reply) =>
        /^(shown|not found|goes to \/)/.test(pageOutcome(reply, app.url)) ? 'answered' : `HTTP ${reply.status}`,
      expected: 'answered',
    }),
  );
  return {
    refused: byCaller.filter(({ leaves }) => leaves !== null),
    letIn: [...byCaller.filter(({ leaves }) => leaves === null), ...byOrigin, extra, ...senseless],
  };
}
