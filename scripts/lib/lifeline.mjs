import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into what our scripts start: ends the process when they are gone, however they went. Their end of the pipe closes
 * even when they are killed and can no longer send a signal, and a port would stay taken otherwise.
 *
 * Threads and processes that it starts in turn load this too (Node hands its flags on), with another standard input or
 * none: they end with it and must not end it.
 */
if (isMainThread && process.env.USHER_STARTED_BY === String(process.ppid)) {
  const end = () => process.kill(process.pid, 'SIGTERM');
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
  process.stdin.unref();
}
