import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** One row of a draft; what is left out is as all share it. */
type DraftRow = { email: string; displayName: string; targetId?: string };
type Draft = {
  kind?: 'invite' | 'revoke' | 'reissue';
  directoryId: string;
  reason?: string;
  rows: readonly DraftRow[];
};

async function connected<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A draft as an upload leaves it, without the upload. Answers its id. */
export async function putDraft(
  databaseUrl: string,
  { kind = 'invite', directoryId, reason = '', rows }: Draft,
): Promise<string> {
  const id = randomUUID();
  const shared = { directoryId, roleIds: [], sponsorUserId: '', purpose: 'The harbour fair', ticket: '' };
  return connected(databaseUrl, async (client) => {
    await client.query(
      `insert into batch (id, kind, source, state, submission_key, file_name, header, mapping, shared, reason, actor_subject,
         actor_name, actor_email, actor_role, request_id, rows, created_at, updated_at)
       values ($1, $2, $3, 'draft', $4, $5, '[]', '[]', $6, $7, 'test', 'Maya Chen', 'maya.chen@acme.example', 'helpdesk',
         'test', $8, now(), now())`,
      [
        id,
        kind,
        kind === 'invite' ? 'file' : 'list',
        randomUUID(),
        kind === 'invite' ? 'fair.csv' : '',
        shared,
        reason,
        rows.length,
      ],
    );
    const given = rows.map(({ email, displayName, targetId = null }, at) => ({
      number: at + 1,
      target_id: targetId,
      email_key: email.toLowerCase(),
      content: {
        email,
        displayName,
        directoryId: null,
        roleIds: null,
        sponsorUserId: null,
        purpose: null,
        ticket: null,
      },
    }));
    await client.query(
      `insert into batch_row (batch_id, number, cells, target_id, content, email_key, given, problems)
       select $1, number, '[]', target_id, content, email_key, '{}', '{}'
       from json_to_recordset($2::json) as given(number int, target_id uuid, content jsonb, email_key text)`,
      [id, JSON.stringify(given)],
    );
    return id;
  });
}

/** The ledger's id and the directory of somebody's invitation. */
export async function invitationOf(databaseUrl: string, email: string): Promise<{ id: string; directoryId: string }> {
  return connected(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string; directory_id: string }>(
      'select id, directory_id from invitation where email_key = $1',
      [email],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`Nobody invited ${email}.`);
    return { id: row.id, directoryId: row.directory_id };
  });
}

/** Open invitations that the copy knows and nobody has to send. Answers their ids in the ledger. */
export async function putInvitations(
  databaseUrl: string,
  directoryId: string,
  people: readonly Pick<DraftRow, 'email' | 'displayName'>[],
): Promise<string[]> {
  return connected(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into invitation (id, directory_id, email, email_key, display_name, role_ids, sponsor_user_id, purpose, state,
         origin, upstream_id, upstream_status, created_at, updated_at)
       select gen_random_uuid(), $1, email, lower(email), name, '{}', '', 'The harbour fair', 'pending', 'outside',
         gen_random_uuid()::text, 'LOCAL_INVITATION_STATUS_PENDING', now(), now()
       from unnest($2::text[], $3::text[]) as given(email, name)
       returning id`,
      [directoryId, people.map(({ email }) => email), people.map(({ displayName }) => displayName)],
    );
    return rows.map(({ id }) => id);
  });
}

export async function dropInvitations(databaseUrl: string, ids: readonly string[]): Promise<void> {
  return connected(databaseUrl, async (client) => {
    await client.query('delete from invitation where id = any($1::uuid[])', [ids]);
  });
}
