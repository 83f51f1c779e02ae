import type { Database } from '@/lib/db/connection';
import type { Stack } from '../../lib/stack';
import { timed } from '../measure';
import { type Row, row } from '../row';
import { grownTenant } from '../sync';
import { fileOf, type Importer } from './imports';

const ROWS = 5_000;
const PEOPLE = 20_000;
const MOST_S = 10;

/** A file of which some are users already, some are invited, and most are new, planned beside a large local copy. */
export async function planningRows(stack: Stack, importer: Importer): Promise<Row[]> {
  await grownTenant(stack, PEOPLE);
  const others = await known(importer.database);
  const { people, invitations } = await sizes(importer.database);
  const text = fileOf(ROWS, others);
  let id = '';
  const upload = await timed(async () => {
    id = await importer.upload(text);
  });
  const plan = await timed(() => importer.plan(id));
  const beside = `beside ${people} people and ${invitations} invitations`;
  return [
    row(`upload of ${ROWS} rows`, upload / 1_000, 's'),
    row(`plan of ${ROWS} rows, ${beside}`, plan / 1_000, 's', { bar: MOST_S }),
  ];
}

/** Addresses that the plan has to find: of users, and of invitations in every state. */
async function known({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ email: string }>(
    `(select email from person where email <> '' order by id limit 500)
     union all (select email from invitation order by id limit 1000)`,
  );
  return rows.map(({ email }) => email);
}

async function sizes({ pool }: Database): Promise<{ people: number; invitations: number }> {
  const { rows } = await pool.query<{ people: number; invitations: number }>(
    'select (select count(*)::int from person) as people, (select count(*)::int from invitation) as invitations',
  );
  return rows[0] ?? { people: 0, invitations: 0 };
}
