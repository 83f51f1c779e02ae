import pg from 'pg';

/**
 * Drops what an earlier test left open in the ledger. Usher would, rightly, go on looking for it and send it in the end: in the
 * middle of another test, which counts what reaches the upstream.
 */
export async function dropOpenAttempts(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      with open as (
        delete from attempt where state in ('intent', 'sending', 'unknown', 'needs-person') returning invitation_id
      )
      update invitation set state = 'failed' where id in (select invitation_id from open)`);
  } finally {
    await client.end();
  }
}
