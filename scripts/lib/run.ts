import { endChild } from './children';
import type { Stack } from './stack';

/**
 * Runs a script's main part. An error ends it with its sentence instead of a stack; being asked to end (Ctrl+C) aborts
 * the signal and is no error, wherever the work stood. Asked again, nothing changes: the end is under way.
 */
export function main(run: (end: AbortSignal) => Promise<number>): void {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort());
  run(end.signal).then(
    (code) => process.exit(code),
    (error: unknown) => {
      if (end.signal.aborted) process.exit(0);
      console.error(error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
}

/** Keeps a stack running until it is asked to end (0), or a part of it dies and takes the rest along (1). */
export async function keepRunning(stack: Stack, end: AbortSignal): Promise<number> {
  const died = stack.children.map(async (child) => ({ child, how: await child.ended }));
  const asked = new Promise<null>((resolve) => {
    if (end.aborted) resolve(null);
    else end.addEventListener('abort', () => resolve(null));
  });
  const dead = await Promise.race([asked, ...died]);
  await Promise.all(stack.children.map((child) => endChild(child)));
  if (dead === null) return 0;
  console.error(`\n${dead.child.name} ${dead.how}, so everything was ended. Its last words:\n${dead.child.tail()}`);
  return 1;
}
