import { startChild } from '@/scripts/lib/children';

export const SEED = '20261124';

/** One run as a person starts it, with its exit code and last line. */
export async function chaos(...args: string[]) {
  const said: Buffer[] = [];
  const child = startChild(
    'chaos',
    ['scripts/bootstrap.mjs', 'chaos', `--seed=${SEED}`, ...args],
    process.env,
    (chunk) => said.push(chunk),
  );
  const ended = await child.ended;
  const text = Buffer.concat(said).toString('utf8').trim();
  return { ended, text, last: text.split('\n').at(-1) };
}
