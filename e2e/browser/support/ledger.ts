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

/** Ends the time of what waits for a decision: nobody waits two weeks in a test. */
export async function endRequestsTime(databaseUrl: string, email: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `update request set created_at = created_at - interval '20 days', expires_at = now() - interval '1 minute' where email_key = $1`,
      [email],
    );
    if (rowCount !== 1) throw new Error(`${rowCount} requests for ${email}.`);
  } finally {
    await client.end();
  }
}

/** Ends the time in which an invitation can be undone: nobody waits minutes in a test. */
export async function endHold(databaseUrl: string, email: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `update attempt set protocol = jsonb_set(protocol, '{notBefore}', '0')
       where state = 'intent' and invitation_id = (select id from invitation where email_key = $1)`,
      [email],
    );
    if (rowCount !== 1) throw new Error(`${rowCount} of ${email} wait.`);
  } finally {
    await client.end();
  }
}
