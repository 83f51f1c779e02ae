import type { BuiltAction } from '@/scripts/lib/manifests';
import { type Caller, inShort, verdict } from './callers';
import {
  type Cell,
  type Cells,
  extraFields,
  hasCount,
  letInTo,
  noteOf,
  origins,
  type Place,
  refusalNote,
  refusedBy,
} from './cells';
import type { ActionEntry, Fields, World } from './entry';
import { actionOutcome, pageOutcome } from './outcome';
import { expectedPage, pathOf } from './page-cells';
import { type Arguments, asForm, asScript, filledForm } from './post';

const WRONG_ORIGIN = 'goes to /sign-in?error=Origin';
/** Longer than any field of ours takes, and short enough that a form full of it is not refused for its size. */
const OVERLONG = 'x'.repeat(5_000);

/** Calls of the wrong type, whatever the action: files for text, and arguments that are no form at all. */
const WRONG_TYPES: Record<string, (action: BuiltAction, fields: Fields) => Arguments> = {
  'files for text': (action, fields) =>
    filledForm(
      action,
      each(fields, () => new File(['x'], 'x.txt')),
    ),
  'overlong text': (action, fields) =>
    filledForm(
      action,
      each(fields, () => OVERLONG),
    ),
  'numbers for a form': (_action, fields) => ({ args: [{ status: 'idle' }, each(fields, () => 7)], fields: {} }),
  'text for a form': () => ({ args: ['idle', 'idle'], fields: {} }),
  'nothing for a form': () => ({ args: [], fields: {} }),
};

const each = <T>(fields: Fields, value: () => T): Record<string, T> =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, value()]));

/** What is tried with one server action. */
export function actionCells(action: BuiltAction, entry: ActionEntry, place: Place): Cells {
  const { allowed, lenient = false } = entry;
  const { app, world } = place;
  const { tried, everything } = app.callers;
  const by = posts(action, entry, place);
  const filled = (fields: Fields) => filledForm(action, fields);
  /** Without scripts the answer is the page; the action's own words are in it only where the form is. */
  const page = (caller: Caller) => {
    const expected = expectedPage(action.page, caller);
    return { expected, readsUpstream: expected === 'shown' || hasCount(caller) };
  };

  const strangers = refusedBy(app, allowed);
  const refused: Cell[] = [
    ...strangers.map((caller) => ({
      name: `${caller.name}, by script`,
      ...by.script(caller, world.refused, filled),
      expected: verdict(caller, allowed),
      leaves: noteOf(caller, allowed),
    })),
    ...inShort(strangers).map((caller) => ({
      name: `${caller.name}, by form`,
      ...by.form(caller),
      ...page(caller),
      leaves: noteOf(caller, allowed),
    })),
  ];
  // By whom everything is allowed; what is for everybody, by nobody too.
  const foreigners = [everything, ...tried.filter(({ name }) => allowed === 'public' && name === 'no session')];
  const foreign = foreigners.flatMap((caller) =>
    origins(app.url).flatMap(({ name, headers, byNext }): Cell[] => {
      const always = byNext ? 'HTTP 500' : allowed === 'public' ? WRONG_ORIGIN : null;
      const called = `${caller.name}, ${name}`;
      const script = by.script(caller, world.refused, filled, headers);
      const shown = page(caller);
      return [
        { name: `${called}, by script`, ...script, expected: always ?? 'foreign-origin', leaves: [] },
        {
          name: `${called}, by form`,
          ...by.form(caller, headers),
          ...shown,
          expected: always ?? shown.expected,
          leaves: [],
        },
      ];
    }),
  );
  const { marker, fields: extra } = extraFields();
  const forged = { status: 'ok', value: { roles: ['admin'] }, message: marker };
  const letIn = letInTo(app, allowed).map((caller): Cell => {
    // Guests are sent by `everything`: whoever else acts on one acts on another's.
    const name = entry.anothers === 'shared' ? `${caller.name}, another’s object` : caller.name;
    return { name, ...by.script(caller, world.letIn, filled), expected: answerTo(entry, caller), leaves: null };
  });
  const more: Cell = {
    name: 'extra fields and a forged state',
    ...by.script(everything, world.letIn, (fields) => filledForm(action, { ...extra, ...fields }, forged)),
    expected: answerTo(entry, everything),
    leaves: null,
    nowhere: marker,
  };
  const wrong = wrongTypes(action, entry, by, place);
  return {
    refused: [...refused, ...foreign, ...(lenient ? [] : wrong)],
    letIn: [...letIn, more, ...(lenient ? wrong : []), ...byOwner(entry, by, filled, place)],
  };
}

const answerTo = ({ answer = 'ok' }: ActionEntry, { name }: Caller): string =>
  typeof answer === 'string' ? answer : answer(name);

type Posts = ReturnType<typeof posts>;

/** What is lenient is tried once: it has nothing to look at. */
function wrongTypes(action: BuiltAction, entry: ActionEntry, by: Posts, { app, world }: Place): Cell[] {
  const { everything } = app.callers;
  if (entry.lenient) {
    const expected = answerTo(entry, everything);
    const noForm = () => ({ args: ['idle', 'idle'], fields: {} });
    return [{ name: 'text for a form', ...by.script(everything, world.letIn, noForm), expected, leaves: null }];
  }
  return Object.entries(WRONG_TYPES).map(([name, change]) => ({
    name,
    ...by.script(everything, world.refused, (fields) => change(action, fields)),
    expected: 'invalid',
    leaves: [],
  }));
}

/** Somebody else's own object (what is kept is the helpdesk's), and one's own; it is the administrator who calls. */
function byOwner(
  { allowed, anothers: whose, own }: ActionEntry,
  by: Posts,
  filled: (fields: Fields) => Arguments,
  { app: { callers }, world }: Place,
): Cell[] {
  const admin = callers.tried.find(({ name }) => name === 'admin') ?? callers.everything;
  const cell = (name: string, { input, answer }: NonNullable<ActionEntry['own']>, leaves: string[]): Cell => ({
    name,
    ...by.script(admin, world.refused, () => filled(input(world.refused))),
    expected: answer,
    leaves,
    readsUpstream: true,
  });
  return [
    ...(typeof whose === 'string' ? [] : [cell('another’s object', whose, [])]),
    ...(own === undefined ? [] : [cell('one’s own object', own, [refusalNote(own.answer, allowed)])]),
  ];
}

function posts(action: BuiltAction, entry: ActionEntry, { app, world }: Place) {
  const own = { origin: app.url };
  type Headers = Record<string, string>;
  return {
    script: (caller: Caller, of: World, change: (fields: Fields) => Arguments, headers: Headers = own) => ({
      caller,
      send: async () => {
        const sent = asScript(action, change(await entry.input(of, caller.name)), headers);
        return caller.send(app.url + pathOf(action.page, of), sent);
      },
      read: (reply: Parameters<Cell['read']>[0]) => actionOutcome(reply, app.url),
    }),
    form: (caller: Caller, headers: Headers = own) => ({
      caller,
      send: async () => {
        const sent = asForm(action, await entry.input(world.refused, caller.name), headers);
        return caller.send(app.url + pathOf(action.page, world.refused), sent);
      },
      read: (reply: Parameters<Cell['read']>[0]) => pageOutcome(reply, app.url),
    }),
  };
}
