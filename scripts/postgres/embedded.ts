import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries } from './binaries';
import { ADMIN, DATABASE, ensureCluster, ensureDatabase, ROLE, readCredentials } from './cluster';
import { lockHolder, takeLock } from './folder-lock';
import { type Home, openHome } from './home';
import { serverOwner } from './owner';
import { freePort, type Running, runningServer, startServer, stopServer, whenReady } from './server';

export type EmbeddedOptions = {
  /** Where the database lies; default `.usher/postgres`. */
  dataDir?: string;
  /** Default: one that is free, or that of a server which still runs there. */
  port?: number | undefined;
  /** How another start is told who holds the folder: `npm run demo`. */
  command?: string;
  /** What a person should know. */
  say?: (line: string) => void;
  /** For tests: a crash of the machine may lose everything. */
  unsafe?: boolean;
};

export type EmbeddedPostgres = {
  /** Usher's own database, as its owner. */
  url: string;
  /** The same server as the superuser. */
  adminUrl: string;
  port: number;
  folder: string;
  /** It ran already: the app that had started it was killed. */
  survivor: boolean;
  /** Ends the server and gives the folder back; harmless when called again. */
  stop(): Promise<void>;
};

export const DEFAULT_DATA_DIR = '.usher/postgres';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 80,
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_duration_statement: -1,
  log_line_prefix: '%m [%p] %q%a ',
};

const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the Postgres that comes with Usher, or takes over one that outlived a killed Usher. Throws in words: `FolderInUse`
 * when another Usher that is alive has the folder. Installs no signal handler: whoever calls this calls `stop()`.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const say = options.say ?? (() => undefined);
  const home = openHome(options.dataDir ?? DEFAULT_DATA_DIR, serverOwner, say);
  const release = takeLock(home.lock, home.folder, options.command ?? 'usher');
  try {
    const binaries = findBinaries(home.owner);
    const credentials = ensureCluster(home, binaries, { sync: options.unsafe !== true });
    const survivor = await takeOver(home, options.port, () => stopServer(home.data, binaries));
    if (survivor !== null)
      say(`A database server that an earlier Usher left behind is used (process ${survivor.pid}).`);
    const start = (port: number) =>
      startServer({
        ...home,
        binaries,
        settings: { ...SETTINGS, ...(options.unsafe ? UNSAFE : {}), ...placeOf(home), port },
      });
    const running = survivor ?? (await onSomePort(options.port, start));
    const urls = urlsOf(running.port, credentials);
    await ensureDatabase(urls.adminUrl, credentials);
    let stopping: Promise<void> | undefined;
    return {
      ...urls,
      port: running.port,
      folder: home.folder,
      survivor: survivor !== null,
      stop: () => (stopping ??= stopServer(home.data, binaries).finally(release)),
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The URL of a server that another Usher, alive, runs in this folder; null when none does. For looking, not for keeping. */
export function runningEmbeddedPostgres(
  dataDir = DEFAULT_DATA_DIR,
): { url: string; adminUrl: string; command: string } | null {
  if (!existsSync(dataDir)) return null;
  const home = openHome(dataDir, serverOwner, () => undefined);
  const holder = lockHolder(home.lock);
  const running = runningServer(home.data);
  if (holder === null || running === null) return null;
  return { ...urlsOf(running.port, readCredentials(home)), command: holder.command };
}

/** Whether the Usher that had this folder is no more, and did not give it back. */
export function isAbandoned(dataDir: string): boolean {
  if (!existsSync(join(dataDir, 'lock.json'))) return false;
  const home = openHome(dataDir, serverOwner, () => undefined);
  return lockHolder(home.lock) === null;
}

async function takeOver(home: Home, port: number | undefined, stop: () => Promise<void>): Promise<Running | null> {
  if (runningServer(home.data) === null) return null;
  const running = await whenReady(home.data);
  if (running === null || port === undefined || port === running.port) return running;
  // It listens where nobody asked it to.
  await stop();
  return null;
}

/** Between looking for a free port and using it, somebody else may have taken it. */
async function onSomePort(wanted: number | undefined, start: (port: number) => Promise<Running>): Promise<Running> {
  if (wanted !== undefined) return start(wanted);
  for (let left = 3; ; left -= 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (left === 1 || !String(error).includes('could not bind')) throw error;
    }
  }
}

/**
 * Tells this folder from a copy of it: a copy has another inode. The database compares it with what it remembers
 * (`lib/db/installation.ts`), and a copy sends nothing until somebody says so.
 */
const placeOf = (home: Home) => ({ 'usher.place': `folder-${statSync(home.data).ino}` });

function urlsOf(port: number, credentials: { admin: string; usher: string }): { url: string; adminUrl: string } {
  const at = `127.0.0.1:${port}`;
  return {
    url: `postgres://${ROLE}:${credentials.usher}@${at}/${DATABASE}`,
    adminUrl: `postgres://${ADMIN}:${credentials.admin}@${at}/postgres`,
  };
}
