import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from '../lib/children';
import type { Stack } from '../lib/stack';

/** The app of a stack, and its process. */
export function appOf({ children }: Stack): { app: Child; pid: number } {
  const app = children.find(({ name }) => name === 'The app');
  if (app?.process.pid === undefined) throw new Error('There is no app in this stack.');
  return { app, pid: app.process.pid };
}

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const LOOK_MS = 50;

/** Looks again and again until `is` says so; throws `otherwise` after a while. */
export async function until(is: () => Promise<boolean>, otherwise: string, withinMs = 60_000): Promise<void> {
  for (const end = performance.now() + withinMs; !(await is()); await pause(LOOK_MS))
    if (performance.now() > end) throw new Error(otherwise);
}

const SAMPLE_MS = 100;

/** Watches the memory of a process; `stop` answers the most that it held at once, in MiB. */
export function watchMemory(pid: number): { stop(): number } {
  let most = residentMib(pid);
  const timer = setInterval(() => {
    most = Math.max(most, residentMib(pid));
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(most, residentMib(pid));
    },
  };
}

function residentMib(pid: number): number {
  if (process.platform !== 'linux') {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
  }
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}
