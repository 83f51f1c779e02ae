import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import type { Log } from './invitations/ports';

/** What ends with the process: each is asked once, and gets no longer than it is told. */
export type Ending = {
  servers: ReadonlySet<Server>;
  jobs: { stop(timeoutMs: number): Promise<void> };
  database: { close(): Promise<void> };
  log: Log;
  /** For requests and jobs under way. */
  withinMs: number;
};

const LOOK_MS = 100;
const DATABASE_MS = 2_000;

/** The servers of this process that have had a request: Next has one and hands it to nobody, but Node tells of it. */
export function watchServers(): ReadonlySet<Server> {
  const servers = new Set<Server>();
  subscribe('http.server.request.start', (message) => servers.add((message as { server: Server }).server));
  return servers;
}

/**
 * Ends the process when it is asked to: no new connections, requests and jobs under way finish, for as long as they may,
 * then the database's connections are closed. Exit code 0. Takes the place of Next's own handlers, which end the process as
 * soon as requests are done, cut jobs off, and wait without end for a request that does not finish.
 */
export function endWhenAsked(ending: Ending): void {
  let asked = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (asked) return;
      asked = true;
      void end(ending, signal).finally(() => process.exit(0));
    });
  }
}

async function end({ servers, jobs, database, log, withinMs }: Ending, signal: string): Promise<void> {
  log.info('process.ending', { signal });
  const [requests, work] = await Promise.all([
    inTime(Promise.all([...servers].map(closed)), withinMs),
    inTime(jobs.stop(withinMs), withinMs + LOOK_MS),
  ]);
  const pool = await inTime(database.close(), DATABASE_MS);
  log.info('process.ended', { cutOff: { requests: !requests, jobs: !work, database: !pool } });
}

/** Resolves once the last request has its answer; connections that only wait for a next one are closed. */
async function closed(server: Server): Promise<void> {
  const tidy = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(tidy);
}

/** Whether `work` was done within `ms`; what it threw counts as not done. */
async function inTime(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([done, over]);
  clearTimeout(timer);
  return result;
}
