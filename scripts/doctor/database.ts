import pg from 'pg';
import { bad, type Check, good, type Outcome } from './check';
import { USHER, type Vars } from './variables';

const OLDEST = 15;

/** Whether the database that is named answers and is new enough. Changes nothing in it. */
export function databaseChecks(vars: Vars): Check[] {
  return [{ name: 'Database', needs: [USHER], run: () => examineDatabase(vars.DATABASE_URL ?? '') }];
}

async function examineDatabase(url: string): Promise<Outcome> {
  if (url === '') return good('No DATABASE_URL: “npm start” brings a Postgres of its own, in .usher/postgres.');
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'usher doctor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
    const version = rows[0]?.version ?? '';
    return Number.parseInt(version, 10) >= OLDEST
      ? good(`Postgres ${version} answers.`)
      : bad(`Postgres ${version} is too old.`, `Usher needs Postgres ${OLDEST} or newer.`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    return bad(
      `The database did not let Usher in (${code}).`,
      'Look at host, port, name, user and password in DATABASE_URL, and whether the server takes connections from here.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
