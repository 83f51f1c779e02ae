import type { Stack } from './stack';

/**
 * Runs a script's main part. An error ends it with its sentence instead of a stack. Being asked to end (Ctrl+C) aborts the
 * signal, and what breaks off then says nothing and ends with `interrupted`: 0 where running is all there is to do. Asked
 * again, nothing changes: the end is under way.
 */
export function main(run: (end: AbortSignal) => Promise<number>, interrupted = 130): void {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort());
  run(end.signal).then(
    (code) => process.exit(code),
    (error: unknown) => {
      if (end.signal.aborted) process.exit(interrupted);
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
  await stack.close();
  if (dead === null) return 0;
  console.error(`\n${dead.child.name} ${dead.how}, so everything was ended. Its last words:\n${dead.child.tail()}`);
  return 1;
}
