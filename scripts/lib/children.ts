import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './paths';

export type Child = {
  name: string;
  process: ChildProcess;
  /** Resolves with how it ended, in words. */
  ended: Promise<string>;
  /** The last things it said, for the sentence after a failed start. */
  tail(): string;
};

const LIFELINE = pathToFileURL(join(ROOT, 'scripts', 'lib', 'lifeline.mjs')).href;
const KILL_AFTER_MS = 5_000;
const TAIL = 4_000;

/**
 * Starts a Node program. It leads a process group of its own, so that Ctrl+C in a terminal reaches only us and we end
 * everything in order, whatever it has started in turn.
 */
export function startChild(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  hear: (chunk: Buffer) => void,
): Child {
  const child = spawn(process.execPath, ['--import', LIFELINE, ...args], {
    cwd: ROOT,
    env: { ...env, USHER_STARTED_BY: String(process.pid) },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said = (said + chunk).slice(-TAIL);
    hear(chunk);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    child.once('close', (code, signal) => resolve(signal === null ? `ended with code ${code}` : `ended by ${signal}`));
  });
  return { name, process: child, ended, tail: () => said.trim() };
}

/** Ends a child and all it started; asks first, insists after a while. */
export async function endChild(child: Child, insistAfterMs = KILL_AFTER_MS): Promise<void> {
  signal(child, 'SIGTERM');
  const insist = setTimeout(() => signal(child, 'SIGKILL'), insistAfterMs);
  await child.ended;
  clearTimeout(insist);
}

/** Sends a signal to a child and all it started; one that has ended hears nothing. */
export function signal({ process: { pid, exitCode, signalCode } }: Child, name: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}

const HEALTHY_WITHIN_MS = 60_000;

/** Waits until `url` answers 200; throws the child's last words when it ends first or takes too long. */
export async function healthy(child: Child, url: string, signal?: AbortSignal): Promise<void> {
  let over = '';
  void child.ended.then((how) => {
    over = how;
  });
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  while (!(await answers(url))) {
    signal?.throwIfAborted();
    if (over === '' && Date.now() > deadline) over = 'did not answer in time';
    if (over !== '') throw new Error(`${child.name} ${over}.\n${child.tail()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
