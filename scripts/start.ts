/**
 * `npm start`: Usher for a small team. Builds when something has changed, brings the database that comes with it where
 * DATABASE_URL names none, and runs the app until it is asked to end: the app first, then the database.
 */
import { ensureBuilt } from './lib/build';
import { type Child, endChild, startChild } from './lib/children';
import { withHeapBound } from './lib/heap';
import { NEXT } from './lib/paths';
import { assertFree, portFrom } from './lib/ports';
import { main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { commandVars, embeddedOptions } from './postgres/command';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/embedded';

/** Beyond the time that the app gives requests and jobs under way. */
const INSIST_AFTER_MS = 28_000;

main(async (end) => {
  const vars = commandVars();
  const port = portFrom('PORT', 3000, vars);
  await assertFree(port, 'PORT', 'the app');
  await ensureBuilt({ ...appSecrets(), ...onlyKey(vars.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY) }, end);
  let database: EmbeddedPostgres | undefined;
  try {
    if (vars.DATABASE_URL === undefined) {
      database = await startEmbeddedPostgres({
        ...embeddedOptions(vars),
        command: 'npm start',
        say: (line) => console.log(line),
      });
    }
    end.throwIfAborted();
    const env = withHeapBound({ ...process.env, PORT: String(port), NODE_ENV: 'production' });
    // What the files say the app reads for itself; a database of our own stands in none of them.
    if (database !== undefined) env.DATABASE_URL = database.url;
    const hear = (chunk: Buffer) => process.stdout.write(chunk);
    return await untilItEnds(startChild('Usher', [NEXT, 'start', '-p', String(port)], env, hear), end);
  } finally {
    await database?.stop();
  }
});

async function untilItEnds(app: Child, end: AbortSignal): Promise<number> {
  const asked = new Promise<null>((resolve) => {
    if (end.aborted) resolve(null);
    else end.addEventListener('abort', () => resolve(null));
  });
  const how = await Promise.race([app.ended, asked]);
  if (how === null) {
    await endChild(app, INSIST_AFTER_MS);
    return 0;
  }
  console.error(`Usher ${how}.`);
  return 1;
}

const onlyKey = (key: string | undefined) => (key === undefined ? {} : { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key });
