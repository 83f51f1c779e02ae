import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries';
import type { Owner } from './owner';
import { bareEnvironment, isPostmasterOf, isRunning } from './process';

export type Running = { pid: number; port: number; ready: boolean };

const POLL_MS = 15;
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const LOG_MAX_BYTES = 5 * 1024 * 1024;

/** The server of a data folder, as its `postmaster.pid` tells it; null when none runs. Clears away one that lies. */
export function runningServer(data: string): Running | null {
  const file = join(data, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (isPostmasterOf(pid, data)) return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  // Left behind by a killed one, or by a container before this one. Where the id belongs to another process by now, Postgres
  // itself would refuse to start because of it.
  rmSync(file, { force: true });
  return null;
}

/** Waits until a server that is there takes connections: it may still be recovering from a kill. */
export async function whenReady(data: string, child?: ChildProcess): Promise<Running | null> {
  for (const end = Date.now() + START_WITHIN_MS; Date.now() < end; await pause(POLL_MS)) {
    if (child !== undefined && child.exitCode !== null) return null;
    const running = existsSync(join(data, 'postmaster.pid')) ? runningServer(data) : null;
    if (running?.ready && Number.isInteger(running.port)) return running;
    if (child === undefined && running === null) return null;
  }
  return null;
}

/** Starts the server of `data`; it outlives this process, and does not hear the Ctrl-C that is meant for the app. */
export async function startServer(options: {
  binaries: Binaries;
  owner: Owner | null;
  data: string;
  log: string;
  settings: Record<string, string | number>;
}): Promise<Running> {
  const { binaries, owner, data, settings } = options;
  const from = logSize(options.log);
  const log = openLog(options.log);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', data, ...flags], {
    ...owner,
    cwd: data,
    detached: true,
    stdio: ['ignore', log, log],
    env: bareEnvironment(),
  });
  closeSync(log);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  child.unref();
  const running = await Promise.race([whenReady(data, child), failed]);
  if (running !== null) return running;
  const said = readFileSync(options.log, 'utf8').slice(from).trim().split('\n').slice(-8).join('\n');
  throw new Error(`The embedded Postgres did not start. Its log (${options.log}) ends with:\n${said}`);
}

/** Ends the server: connections are cut, nothing committed is lost. Waits until it is gone. */
export async function stopServer(data: string, binaries: Binaries): Promise<void> {
  const running = runningServer(data);
  if (running === null) return;
  if (process.platform === 'win32') {
    execFileSync(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w'], { stdio: 'ignore' });
    return;
  }
  process.kill(running.pid, 'SIGINT');
  const gone = () => !existsSync(join(data, 'postmaster.pid')) || !isRunning(running.pid);
  for (const end = Date.now() + STOP_WITHIN_MS; Date.now() < end; await pause(POLL_MS)) if (gone()) return;
  // It hangs. The next start recovers from the write-ahead log.
  process.kill(running.pid, 'SIGQUIT');
  for (const end = Date.now() + STOP_WITHIN_MS; Date.now() < end; await pause(POLL_MS)) if (gone()) return;
  throw new Error(`The embedded Postgres (process ${running.pid}) does not stop.`);
}

/** A port of the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

const logSize = (file: string): number => {
  const size = existsSync(file) ? statSync(file).size : 0;
  return size > LOG_MAX_BYTES ? 0 : size;
};

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_MAX_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
