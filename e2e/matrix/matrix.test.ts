import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpSession } from '@/scripts/lib/http-session';
import { builtActions, builtRoutes } from '@/scripts/lib/manifests';
import { actionCells } from './action-cells';
import { verdict } from './callers';
import type { Cell, Cells, Place } from './cells';
import { ACTIONS, PAGES, ROUTES } from './endpoints';
import { APPS, type AppName, type House, openHouse } from './house';
import { pageCells } from './page-cells';
import { routeCells } from './route-cells';
import type { Look } from './traces';

/** Every endpoint of the build × who calls it, and how; with `proxy.ts` and without. `endpoints.ts` is the table. */

const TABLE = 'e2e/matrix/endpoints.ts';
const actions = builtActions();
const { pages, handlers } = builtRoutes();

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

/** What is missing from the table, and what stands in it for nothing, each as a sentence that says what to do. */
function differences(kind: string, table: string, built: readonly string[], entries: object): string[] {
  const known = Object.keys(entries);
  return [
    ...built
      .filter((name) => !known.includes(name))
      .map((name) => `There is no entry for the ${kind} “${name}”. Add one to ${table} in ${TABLE}.`),
    ...known
      .filter((name) => !built.includes(name))
      .map((name) => `The build has no ${kind} “${name}”. Take its entry out of ${table} in ${TABLE}.`),
  ];
}

describe('every endpoint of the build has an entry, and every entry an endpoint', () => {
  test('server actions', () => {
    expect(
      differences(
        'action',
        'ACTIONS',
        actions.map(({ name }) => name),
        ACTIONS,
      ),
    ).toEqual([]);
  });

  test('pages', () => {
    expect(differences('page', 'PAGES', pages, PAGES)).toEqual([]);
  });

  test('route handlers, by what each says that it allows', async () => {
    const built: string[] = [];
    for (const route of handlers) {
      const path = route.replace(/\[[^\]]+\]/g, 'x');
      const { headers } = await house.apps['with proxy.ts'].callers.everything.send(
        house.apps['with proxy.ts'].url + path,
        { method: 'OPTIONS' },
      );
      const methods = (headers.allow ?? '').split(/, */).filter((method) => !['', 'HEAD', 'OPTIONS'].includes(method));
      built.push(...methods.map((method) => `${method} ${route}`));
    }
    expect(differences('route', 'ROUTES', built, ROUTES)).toEqual([]);
  });
});

test('the second app runs without proxy.ts: no policy with a nonce, no request id', async () => {
  const session = httpSession();
  const headersOf = async (app: AppName) => (await session.send(`${house.apps[app].url}/sign-in`)).headers;
  const [there, gone] = [await headersOf('with proxy.ts'), await headersOf('without proxy.ts')];
  session.close();
  expect([there['content-security-policy'], there['x-request-id']]).toEqual([
    expect.stringContaining("'nonce-"),
    expect.any(String),
  ]);
  expect([gone['content-security-policy'], gone['x-request-id']]).toEqual([undefined, undefined]);
});

type Endpoint = [name: string, cells: (place: Place) => Cells];
const ENDPOINTS: Endpoint[] = [
  ...Object.entries(ACTIONS).map(
    ([name, entry]): Endpoint => [
      `action ${name}`,
      (place) => {
        const action = actions.find((each) => each.name === name);
        return action === undefined ? { refused: [], letIn: [] } : actionCells(action, entry, place);
      },
    ],
  ),
  ...Object.entries(ROUTES).map(([name, entry]): Endpoint => [name, (place) => routeCells(name, entry, place)]),
  ...Object.entries(PAGES).map(([name, entry]): Endpoint => [`page ${name}`, (place) => pageCells(name, entry, place)]),
];

/** What was seen, by app, then by endpoint and cell. */
const seen: Record<AppName, Record<string, string>> = { 'with proxy.ts': {}, 'without proxy.ts': {} };

const inWords = (outcome: string, left: readonly string[]): string =>
  left.length === 0 ? outcome : `${outcome}, and left: ${left.join('; ')}`;

/** What stood after the last request that was to leave nothing: the next one begins with it. */
let latest: Look | null = null;

/** Sends a cell's request; answers how it ended, and whatever it left that it may not leave or told that it may not tell. */
async function outcomeOf(cell: Cell): Promise<string> {
  if (cell.leaves === null) return sent(cell);
  const { traces } = house;
  const before = latest ?? (await traces.look());
  const outcome = await sent(cell);
  latest = await traces.look();
  const left = await traces.between(before, latest);
  return inWords(outcome, cell.readsUpstream ? left.filter((each) => !/^call (?!create|revoke)/.test(each)) : left);
}

async function sent({ caller, send, read, nowhere }: Cell): Promise<string> {
  const reply = await send();
  const { kept, keptRequest } = house.refused;
  const tells = [kept, keptRequest].some(({ email }) => reply.text.includes(email));
  const told = tells && verdict(caller, 'invitation.read') !== 'let in';
  const outcome = told ? `${read(reply)}, and told of a guest` : read(reply);
  const places = nowhere === undefined ? [] : await house.traces.whereIs(nowhere);
  return places.length === 0 ? outcome : `${outcome}, and kept what it was given in ${places.join(', ')}`;
}

for (const phase of ['refused', 'letIn'] as const) {
  for (const app of APPS) {
    describe(`${phase === 'refused' ? 'refused, without a trace' : 'let in'}, ${app}`, () => {
      test.each(ENDPOINTS)('%s', async (name, cells) => {
        const place = { app: house.apps[app], world: { refused: house.refused, letIn: house.letIn } };
        const tried = cells(place)[phase];
        const actual: Record<string, string> = {};
        // One by one where traces are looked for, and all at once where they are not.
        for (const cell of tried) if (cell.leaves !== null) actual[cell.name] = await outcomeOf(cell);
        const rest = tried.filter(({ leaves }) => leaves === null);
        await Promise.all(
          rest.map(async (cell) => {
            latest = null;
            actual[cell.name] = await outcomeOf(cell);
          }),
        );
        for (const [cell, outcome] of Object.entries(actual)) seen[app][`${name}: ${cell}`] = outcome;
        expect(actual).toEqual(
          Object.fromEntries(tried.map((cell) => [cell.name, inWords(cell.expected, cell.leaves ?? [])])),
        );
      });
    });
  }
}

test('what was seen is the same with proxy.ts and without it', () => {
  expect(Object.keys(seen['with proxy.ts']).length).toBeGreaterThan(300);
  expect(seen['without proxy.ts']).toEqual(seen['with proxy.ts']);
});
