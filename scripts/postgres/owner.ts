import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The ordinary user that the server runs as when Usher runs as root, which Postgres refuses to be. */
export type Owner = { uid: number; gid: number };

const NAMES = ['postgres', 'usher-postgres'];

/** Null for an ordinary user: then the server runs as that one. `existing` is a data folder whose owner is to be kept. */
export function serverOwner(existing: string): Owner | null {
  if (process.getuid?.() !== 0) return null;
  try {
    const { uid, gid } = statSync(existing);
    if (uid !== 0) return { uid, gid };
  } catch {
    // There is none yet.
  }
  for (const name of NAMES) {
    const found = lookUp(name);
    if (found !== null) return found;
  }
  return createUser('usher-postgres');
}

/** Whether `owner` may walk to `path`: each folder above it must let others, or its own group or user, through. */
export function isReachable(path: string, owner: Owner): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** A folder of root's that every user can walk through, for what cannot lie in the checkout. */
export function sharedRoot(): string {
  const refused: string[] = [];
  for (const folder of ['/var/lib/usher', join(tmpdir(), 'usher')]) {
    try {
      mkdirSync(folder, { mode: 0o711 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        refused.push(`${folder}: ${(error as Error).message}`);
        continue;
      }
    }
    // Somebody else's folder, or a link of theirs, could put other binaries or data under our hands.
    const { uid, mode } = lstatSync(folder);
    if (lstatSync(folder).isDirectory() && uid === 0 && (mode & 0o022) === 0) return folder;
    refused.push(`${folder}: not a folder of root's alone`);
  }
  throw new Error(
    `There is no folder that the database's user can reach. ${refused.join('; ')}. Set USHER_POSTGRES_DIR.`,
  );
}

function lookUp(name: string): Owner | null {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

/** The tools differ between distributions: useradd nearly everywhere, adduser where there is only busybox. */
function createUser(name: string): Owner {
  const ways: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false', name],
    ],
    ['adduser', ['-S', '-D', '-H', '-h', '/nonexistent', '-s', '/bin/false', name]],
  ];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      continue;
    }
    const made = lookUp(name);
    if (made !== null) return made;
  }
  throw new Error(
    `Postgres does not run as root, and a user for it could not be made. Make one (useradd --system ${name}), run Usher as an ordinary user, or set DATABASE_URL.`,
  );
}
