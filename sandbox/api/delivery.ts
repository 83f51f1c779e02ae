import type { ServerResponse } from 'node:http';
import type { Fault, OperationName } from '../control/faults';
import type { JournalEntry } from '../control/journal';
import { grpcCodeFor } from '../http/errors';
import type { World } from '../world';

/** An answer that is ready to be written. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The invitation that making this answer created or changed. */
  committed?: string;
}

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

const PROXY_PAGE =
  '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Upstream proxy</h1></body></html>';

/**
 * Makes an answer and delivers it, with the fault that is in force for the operation, and records both.
 *
 * @param effect does what was asked for; it turns refusals into answers and does not throw
 */
export async function deliver(
  world: World,
  operation: OperationName,
  res: ServerResponse,
  entry: JournalEntry,
  effect: () => Answer | Promise<Answer>,
): Promise<void> {
  const fault = world.faults.take(operation, world.chaos);
  entry.fault = fault?.kind ?? null;
  const commit = async (): Promise<Answer> => {
    const answer = await effect();
    if (answer.committed !== undefined) world.journal.commit(entry, answer.committed);
    return answer;
  };
  const lose = (how: 'drop' | 'hang'): void => {
    if (how === 'drop') res.socket?.destroy();
    world.journal.finish(entry, null);
  };

  if (fault === null) return write(world, res, entry, await commit());
  switch (fault.kind) {
    case 'status':
    case 'html':
      return write(world, res, entry, invented(fault));
    case 'hang':
    case 'drop':
      return lose(fault.kind);
    case 'commit-then-drop':
      await commit();
      return lose('drop');
    case 'commit-then-status':
      await commit();
      return write(world, res, entry, invented(fault));
    case 'commit-late':
      world.later(fault.afterMs, () => void commit());
      return lose(fault.connection);
    case 'slow-body':
      return writeSlowly(world, res, entry, await commit(), fault.ms);
    default: {
      const answer = await commit();
      return write(world, res, entry, answer.status === 200 ? spoilt(answer, fault.kind) : answer);
    }
  }
}

/** Writes an answer, if the client is still there. */
export function write(world: World, res: ServerResponse, entry: JournalEntry, answer: Answer): void {
  if (res.destroyed) {
    world.journal.finish(entry, null);
    return;
  }
  res.writeHead(answer.status, { ...answer.headers, date: httpDate(world, entry) });
  res.end(answer.body);
  world.journal.finish(entry, answer.status);
}

function writeSlowly(world: World, res: ServerResponse, entry: JournalEntry, answer: Answer, ms: number): void {
  if (res.destroyed) {
    world.journal.finish(entry, null);
    return;
  }
  res.writeHead(answer.status, { ...answer.headers, date: httpDate(world, entry) });
  res.flushHeaders();
  world.journal.finish(entry, answer.status);
  world.later(ms, () => res.end(answer.body));
}

function httpDate(world: World, entry: JournalEntry): string {
  const clock = entry.operation === 'token' ? world.tokenClock : world.clock;
  return new Date(clock.now()).toUTCString();
}

/** An answer that no handler made: a status of the service or of a proxy in front of it. */
function invented(fault: Extract<Fault, { status: number }>): Answer {
  const retryAfter: Record<string, string> =
    'retryAfter' in fault && fault.retryAfter !== undefined ? { 'retry-after': String(fault.retryAfter) } : {};
  const form = fault.kind === 'html' ? 'html' : fault.body;
  if (form === 'html') {
    return { status: fault.status, headers: { 'content-type': 'text/html', ...retryAfter }, body: PROXY_PAGE };
  }
  if (form === 'empty') return { status: fault.status, headers: retryAfter, body: '' };
  const body = { code: grpcCodeFor(fault.status), message: 'A fault was set in the sandbox.', details: [] };
  return jsonAnswer(fault.status, body, retryAfter);
}

/** A good answer gone wrong on its way; the effect has happened. */
function spoilt(answer: Answer, kind: 'empty' | 'malformed' | 'null-invitation'): Answer {
  switch (kind) {
    case 'empty':
      return { ...answer, body: '' };
    case 'malformed':
      return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
    case 'null-invitation':
      return { ...answer, body: JSON.stringify({ invitation: null }) };
  }
}
