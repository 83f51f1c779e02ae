import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isRunning, startOf } from './process';

export type Holder = { pid: number; start: string | null; host: string; since: string; command: string };

/** The folder belongs to another Usher that is alive. The message says which. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
  constructor(
    folder: string,
    readonly holder: Holder,
  ) {
    super(
      `The database folder ${folder} is in use by another Usher: process ${holder.pid} on ${holder.host} (${holder.command}), since ${holder.since}. Stop that one first, or give this one a folder of its own with USHER_POSTGRES_DIR.`,
    );
  }
}

const HEARTBEAT_MS = 5_000;

/** Who holds the lock, or null when nobody does, or nobody alive. */
export function lockHolder(file: string): Holder | null {
  let holder: Holder;
  let touched: number;
  try {
    holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    touched = statSync(file).mtimeMs;
  } catch {
    return null;
  }
  if (holder.host !== hostname()) {
    // Another container with the same volume: its processes cannot be seen from here, only that it keeps the file fresh.
    return Date.now() - touched < 4 * HEARTBEAT_MS ? holder : null;
  }
  return isRunning(holder.pid) && startOf(holder.pid) === holder.start ? holder : null;
}

/**
 * Takes the lock of a folder for this process, or throws `FolderInUse`. One that a killed process left behind is taken over.
 * A file and not a lock of the operating system's, because Node has none; it also says who and since when.
 */
export function takeLock(file: string, folder: string, command: string): () => void {
  const mine: Holder = {
    pid: process.pid,
    start: startOf(process.pid),
    host: hostname(),
    since: new Date().toISOString(),
    command,
  };
  if (!createWith(file, mine)) takeOver(file, folder, mine);
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  };
}

function takeOver(file: string, folder: string, mine: Holder): void {
  // Two that find the same dead lock must not both take it, the second one out of the first one's hands.
  const door = `${file}.door`;
  if (!createWith(door, mine)) {
    if (lockHolder(door) !== null) throw new FolderInUse(folder, lockHolder(door) ?? mine);
    rmSync(door, { force: true });
    if (!createWith(door, mine)) throw new FolderInUse(folder, lockHolder(door) ?? mine);
  }
  try {
    const holder = lockHolder(file);
    if (holder !== null) throw new FolderInUse(folder, holder);
    rmSync(file, { force: true });
    if (!createWith(file, mine)) throw new FolderInUse(folder, lockHolder(file) ?? mine);
  } finally {
    unlinkSync(door);
  }
}

/** Whole or not at all: a file that is made and written afterwards could be read in between, and taken for a dead one. */
function createWith(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The folder is gone: nothing is left to hold.
  }
}
