import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { format } from './doctor/check';
import { examine } from './doctor/examine';

/** The files that `next start` reads, the strongest last; the environment itself is stronger than all of them. */
const FILES = ['.env', '.env.production', '.env.local', '.env.production.local'];

/** `npm run doctor`: says step by step whether this configuration works and what to mend. Exit code 1 when something is wrong. */
async function main(): Promise<void> {
  const files = FILES.filter((file) => existsSync(file)).map((file) => parseEnv(readFileSync(file, 'utf8')));
  const results = await examine(Object.assign({}, ...files, process.env));
  console.log(format(results));
  if (results.some(({ outcome }) => outcome.ok === false)) process.exitCode = 1;
}

await main();
