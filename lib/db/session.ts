import 'server-only';
import pg from 'pg';

/** A database that Usher cannot work with. The message is for people. */
export class DatabaseUnfit extends Error {
  override name = 'DatabaseUnfit';
}

/**
 * Runs `work` on a connection of its own, outside the pool: for what takes long, or locks for a whole session. It ends with
 * the work, and a lock or a transaction that was not committed with it.
 */
export async function inSession<T>(url: string, name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: name, connectionTimeoutMillis: 10_000 });
  // The query under way fails with the same error; without a listener Node would end the process.
  client.on('error', () => undefined);
  await client.connect().catch((error: Error) => {
    throw new DatabaseUnfit(`The database cannot be reached: ${error.message}. Look at DATABASE_URL.`, {
      cause: error,
    });
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
