import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** Whether a process with this id runs, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * What tells a process apart from a later one that was given the same id: when it started, in words of the system's own.
 * Null when there is none, or when the system does not say.
 */
export function startOf(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      // The name in parentheses may contain anything, spaces and parentheses too; the start is the 20th field after it.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
    }
    if (process.platform === 'win32') return null;
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Whether the process is the Postgres of this data folder, and not one that inherited its id. */
export function isPostmasterOf(pid: number, dataFolder: string): boolean {
  if (!isRunning(pid)) return false;
  try {
    // A postmaster lives in its data folder.
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === dataFolder;
    if (process.platform === 'win32') return true;
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).includes('postgres');
  } catch (error) {
    // Not ours to look at: then it is not a server that we started.
    return (error as NodeJS.ErrnoException).code !== 'EACCES' && isRunning(pid) && process.platform !== 'linux';
  }
}

/** The environment of Postgres's tools: English words to look for, and none of the app's secrets. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  // Next's types demand a NODE_ENV of every environment.
  return { LC_ALL: 'C', TZ: 'UTC', PATH, SystemRoot } as Record<string, string | undefined> as NodeJS.ProcessEnv;
}
