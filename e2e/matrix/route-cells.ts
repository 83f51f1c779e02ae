import { type Caller, verdict } from './callers';
import {
  type Cell,
  type Cells,
  extraFields,
  letInTo,
  noteOf,
  origins,
  type Place,
  refusedBy,
  withQuery,
} from './cells';
import type { RouteEntry } from './entry';
import { endsSession, routeOutcome } from './outcome';

const STATUS = { 'signed-out': 401, forbidden: 403 };

/** What is tried with one method of a route handler; `name` is `GET /api/…`. */
export function routeCells(name: string, entry: RouteEntry, { app, world }: Place): Cells {
  const { allowed, answer = 'ok', wrong, write } = entry;
  const { file } = entry;
  const form = entry.form?.(world.refused);
  const about = file === undefined ? {} : { 'x-file-name': file.name };
  const ours = { origin: app.url, 'content-type': typeOf(entry), ...about };
  const { everything } = app.callers;
  const [method = 'GET'] = name.split(' ');
  const path = entry.path(world.refused);
  const good = form ?? entry.body?.(world.refused) ?? file?.content();
  const cell = (
    called: string,
    caller: Caller,
    at: string,
    headers: Record<string, string> = good === undefined ? {} : ours,
    posted: unknown = form === undefined ? good : new URLSearchParams(form),
  ): Cell => ({
    name: called,
    caller,
    send: () =>
      caller.send(app.url + at, {
        method,
        headers,
        ...(write === undefined ? {} : { body: new URLSearchParams() }),
        ...(good === undefined ? {} : { body: entry.body === undefined ? String(posted) : JSON.stringify(posted) }),
      }),
    read: (reply) => (write !== undefined && endsSession(reply) ? 'ends the session' : routeOutcome(reply, app.url)),
    expected: answer,
    leaves: write === undefined ? null : [],
  });
  const refused = refusedBy(app, allowed).map((caller): Cell => {
    const code = verdict(caller, allowed) === 'forbidden' ? 'forbidden' : 'signed-out';
    return { ...cell(caller.name, caller, path), expected: `${STATUS[code]} ${code}`, leaves: noteOf(caller, allowed) };
  });
  const letIn = letInTo(app, allowed).map((caller) => {
    // What a path names is the helpdesk's.
    const shared = entry.anothers === 'shared' && caller.name !== 'helpdesk';
    return cell(shared ? `${caller.name}, another’s object` : caller.name, caller, path);
  });
  const byOrigin = origins(app.url).map(({ name: origin, headers }): Cell => {
    // A read answers whoever asks with the session, and no other origin's script may read the answer.
    if (good === undefined) return cell(origin, everything, path, headers);
    const foreign = cell(origin, everything, path, { 'content-type': ours['content-type'], ...about, ...headers });
    return { ...foreign, expected: '403 foreign-origin', leaves: [] };
  });
  const { marker, fields } = extraFields();
  const extra = { ...cell('extra parameters', everything, withQuery(path, fields)), nowhere: marker };
  const bodies = wrongOf(entry, good).map(({ name: called, body }): Cell => {
    const posted = cell(called, everything, path, ours, body);
    if (file === undefined) return { ...posted, expected: '400 invalid-input', leaves: [] };
    // A file is known for what it is when it is read, and how often somebody has one read is counted.
    return { ...posted, expected: '400 file-refused', leaves: ['table rate_limit'] };
  });
  const invalid = wrong.map(
    (at): Cell => ({ ...cell(at.slice(0, 60), everything, at), expected: '400 invalid-input', leaves: [] }),
  );
  return { refused: [...refused, ...invalid, ...bodies], letIn: [...letIn, ...byOrigin, extra] };
}

function typeOf({ file, form }: RouteEntry): string {
  if (file !== undefined) return 'text/csv';
  return form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
}

type Wrong = { name: string; body: unknown };

function wrongOf(entry: RouteEntry, good: Record<string, unknown> | string | undefined): Wrong[] {
  if (good === undefined) return [];
  if (typeof good === 'string') return WRONG_FILES;
  return entry.form === undefined ? wrongBodies(good) : wrongForms(good);
}

/** Any text is a list of something; these are none. */
const WRONG_FILES: Wrong[] = [
  { name: 'an empty file', body: '' },
  { name: 'a web page', body: '<!doctype html><table></table>' },
  { name: 'a binary', body: 'Email\0Name' },
];

/** A form takes no notice of fields that it does not know; what it does know has to make sense. */
const wrongForms = (good: Record<string, unknown>): Wrong[] => [
  { name: 'nothing', body: '' },
  { name: 'JSON for a form', body: JSON.stringify(good) },
  ...Object.keys(good).map((field) => ({ name: `overlong ${field}`, body: `${field}=${'x'.repeat(5_000)}` })),
];

/** Bodies of a wrong type, whatever the route, and one with more in it than was asked for. */
const wrongBodies = (good: Record<string, unknown>): Wrong[] => [
  { name: 'extra fields', body: { ...good, ...extraFields().fields } },
  { name: 'no object', body: 'text' },
  { name: 'a list', body: [good] },
  { name: 'nothing', body: null },
  ...Object.keys(good).map((field) => ({ name: `a number for ${field}`, body: { ...good, [field]: 7 } })),
];
