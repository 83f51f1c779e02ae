import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import type { Stack } from '../../lib/stack';

/** Linux counts a process's time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

type Times = { parent: number; seconds: number };

/** What the parts of a stack have used of the processor so far, in seconds; null where the machine does not tell it. */
export type Used = { app: number; database: number; sandbox: number };

/** By the process of each part and all that came of it. */
export async function cpuUsed(stack: Stack, database: pg.Pool): Promise<Used | null> {
  if (process.platform !== 'linux') return null;
  const { rows } = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
  const all = processes();
  const pidOf = (called: string) => stack.children.find(({ name }) => name === called)?.process.pid ?? 0;
  const below = (root: number): number =>
    [...all].reduce(
      (sum, [pid, { parent }]) => (parent === root ? sum + below(pid) : sum),
      all.get(root)?.seconds ?? 0,
    );
  return {
    app: below(pidOf('The app')),
    database: below(all.get(rows[0]?.pid ?? 0)?.parent ?? 0),
    sandbox: below(pidOf('The sandbox')),
  };
}

function processes(): Map<number, Times> {
  const found = new Map<number, Times>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const times = timesOf(name);
    if (times !== null) found.set(Number(name), times);
  }
  return found;
}

/** Its own time, and that of its children that have ended. */
function timesOf(pid: string): Times | null {
  try {
    // After the name, which may hold anything and stands in brackets: state, parent, …
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
    return { parent: fields[1] ?? 0, seconds: ticks / TICKS_PER_SECOND };
  } catch {
    // It ended between the look at the list and this one.
    return null;
  }
}
