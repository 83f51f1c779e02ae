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
  const { everything } = app.callers;
  const [method = 'GET'] = name.split(' ');
  const path = entry.path(world.refused);
  const cell = (called: string, caller: Caller, at: string, headers: Record<string, string> = {}): Cell => ({
    name: called,
    caller,
    send: () =>
      caller.send(app.url + at, { method, headers, ...(write === undefined ? {} : { body: new URLSearchParams() }) }),
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
  // A read answers whoever asks with the session, and no other origin's script may read the answer.
  const byOrigin = origins(app.url).map(({ name: origin, headers }) => cell(origin, everything, path, headers));
  const { marker, fields } = extraFields();
  const extra = { ...cell('extra parameters', everything, withQuery(path, fields)), nowhere: marker };
  const invalid = wrong.map(
    (at): Cell => ({ ...cell(at.slice(0, 60), everything, at), expected: '400 invalid-input', leaves: [] }),
  );
  return { refused: [...refused, ...invalid], letIn: [...letIn, ...byOrigin, extra] };
}
