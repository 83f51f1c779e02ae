import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isReachable, type Owner, sharedRoot } from './owner';

/** What lies in the folder of an embedded server. */
export type Home = {
  folder: string;
  /** Whom the server runs as; null: as ourselves. */
  owner: Owner | null;
  /** Postgres's own folder. */
  data: string;
  log: string;
  lock: string;
  /** The passwords; for this user's eyes only. */
  credentials: string;
};

/**
 * Where the database lies, with links resolved. As root under a folder of root's alone (a clone in /root), the server's user
 * could not reach it: then the folder is made elsewhere, a link stands in its place, and `say` tells.
 */
export function openHome(wanted: string, ownerOf: (data: string) => Owner | null, say: (line: string) => void): Home {
  const path = resolve(wanted);
  mkdirSync(dirname(path), { recursive: true });
  const owner = ownerOf(join(path, 'data'));
  if (!isThere(path)) {
    if (owner === null || isReachable(path, owner)) {
      mkdirSync(path);
    } else {
      const elsewhere = join(
        sharedRoot(),
        `${basename(path)}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`,
      );
      mkdirSync(elsewhere, { recursive: true });
      symlinkSync(elsewhere, path);
      say(
        `The database lies in ${elsewhere}, because its user cannot reach ${dirname(path)}; ${path} is a link to it.`,
      );
    }
  }
  if (!existsSync(path)) throw new Error(`${path} is a link to a folder that is not there. Mend or remove the link.`);
  const folder = realpathSync(path);
  refuseForeign(folder);
  // The server's user walks through to `data` and sees nothing else.
  chmodSync(folder, owner === null ? 0o700 : 0o711);
  if (owner !== null && !isReachable(join(folder, 'data'), owner)) {
    throw new Error(
      `The database's user (uid ${owner.uid}) cannot reach ${folder}: a folder above it is closed to others. Move the folder, or set USHER_POSTGRES_DIR to one that it can reach.`,
    );
  }
  return {
    owner,
    folder,
    data: join(folder, 'data'),
    log: join(folder, 'server.log'),
    lock: join(folder, 'lock.json'),
    credentials: join(folder, 'credentials.json'),
  };
}

/** A dangling link counts: it was put there on purpose. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Root may start what an ordinary user made, and not the other way round. */
function refuseForeign(folder: string): void {
  const me = process.getuid?.();
  const { uid } = statSync(folder);
  if (me === undefined || me === 0 || me === uid) return;
  throw new Error(
    `${folder} belongs to another user (uid ${uid}). Start Usher as that one, or set USHER_POSTGRES_DIR to a folder of your own.`,
  );
}
