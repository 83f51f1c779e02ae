import { WHOLE_LIST } from '@/components/desk/list-address';
import { createCatalog } from '@/lib/catalog';
import { systemClock } from '@/lib/clock';
import { type Database, openDatabase } from '@/lib/db/connection';
import { createLedger } from '@/lib/db/ledger';
import { createReading } from '@/lib/db/reading';
import type { ListContext } from '@/lib/invitations/context';
import { type ListQuery, SORTS, TABS } from '@/lib/invitations/desk';
import { listInvitations } from '@/lib/invitations/list-invitations';
import type { Directory } from '@/lib/invitations/ports';
import type { Stack } from '../lib/stack';
import { timed } from './measure';
import { percentile, type Row, row } from './row';
import { clientAlone, invitationPages, setLatency } from './upstream';

const MOST_MS = 50;
/** How many times quicker than through the upstream's pages a person is found, at the least. */
const TIMES = 100;
/** Where in the upstream's order those stand who are looked for. */
const PLACES = [0.1, 0.3, 0.5, 0.7, 0.9];
/** Typed letter by letter: a common name, two words, a purpose, a sponsor, part of an address, and nobody. */
const TYPED = ['oliver', 'maria part', 'audit', 'omar haddad', '.4242@', 'xyzzy'];
const ROUNDS = 5;
const A_MILLION = 1_000_000;

/** The list and its search, as the verb answers them from what the sync has copied; and the upstream's own way. */
export async function listRows(stack: Stack, { million }: { million: boolean }): Promise<Row[]> {
  await setLatency(stack, 0);
  const directory = clientAlone(stack);
  const database = openDatabase(stack.env.DATABASE_URL ?? '');
  try {
    const ctx = contextOf(database, directory);
    const people = await pagedTo(directory);
    const reference = percentile(
      people.map(({ afterMs }) => afterMs),
      0.5,
    );
    const rows = [row('find a person through the upstream’s pages, p50', reference, 'ms')];
    rows.push(...(await askedOften(ctx, await size(database), people, reference)));
    if (million) {
      await fillUp(database);
      rows.push(...(await askedOften(ctx, await size(database), people)));
    }
    return rows;
  } finally {
    await database.close();
  }
}

async function askedOften(ctx: ListContext, of: number, people: Person[], paging?: number): Promise<Row[]> {
  const first: number[] = [];
  const keystrokes: number[] = [];
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const sort of SORTS) for (const tab of TABS) first.push(await timed(() => listed(ctx, { tab, sort })));
    for (const text of TYPED) {
      for (let letters = 1; letters <= text.length; letters += 1) {
        keystrokes.push(await timed(() => listed(ctx, { search: text.slice(0, letters) })));
      }
    }
    for (const { id, email } of people) {
      found.push(
        await timed(async () => {
          if (!(await listed(ctx, { search: email })).includes(email)) throw new Error(`${id} was not found.`);
        }),
      );
    }
  }
  const rows = [];
  for (const share of [0.5, 0.95]) {
    const bar = share === 0.95 ? { bar: MOST_MS } : {};
    const what = `of ${of}, p${share * 100}`;
    rows.push(row(`first page, any tab and order, ${what}`, percentile(first, share), 'ms', bar));
    rows.push(row(`search, each keystroke, ${what}`, percentile(keystrokes, share), 'ms', bar));
  }
  const against = paging === undefined ? {} : { reference: paging, bar: paging / TIMES };
  rows.push(row(`find a person by the search, of ${of}, p50`, percentile(found, 0.5), 'ms', against));
  return rows;
}

/** The addresses of one page, as the verb answers it. */
async function listed(ctx: ListContext, change: Partial<ListQuery>): Promise<string[]> {
  const answer = await listInvitations({ ctx, input: { ...WHOLE_LIST, ...change } });
  if (!answer.ok) throw new Error(`The list was refused: ${answer.failure.code}`);
  return answer.value.rows.map(({ email }) => email);
}

/** Somebody who was invited, and how long it took to come to their page from the first one on. */
type Person = { id: string; email: string; afterMs: number };

async function pagedTo(directory: Directory): Promise<Person[]> {
  const all: Person[] = [];
  const startedAt = performance.now();
  for await (const page of invitationPages(directory)) {
    const afterMs = performance.now() - startedAt;
    for (const { id, email } of page) all.push({ id, email, afterMs });
  }
  return PLACES.flatMap((place) => all[Math.floor(all.length * place)] ?? []);
}

async function size({ db }: Database): Promise<number> {
  return Number((await db.execute('select count(*) as n from invitation')).rows[0]?.n);
}

/** As many more as make a million: the same ones again, with addresses of their own. */
async function fillUp(database: Database): Promise<void> {
  const times = Math.ceil(A_MILLION / (await size(database)));
  console.log('Filling up to a million invitations …');
  const client = await database.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query(
      `insert into invitation (id, directory_id, email, email_key, display_name, role_ids, sponsor_user_id, sponsor_name,
         purpose, state, origin, upstream_id, upstream_status, expires_at, accepted_at, seen_at, created_at, updated_at)
       select gen_random_uuid(), directory_id, n || '.' || email, n || '.' || email_key, display_name, role_ids,
         sponsor_user_id, sponsor_name, purpose, state, origin, upstream_id || '.' || n, upstream_status, expires_at,
         accepted_at, seen_at, created_at - n * interval '7 minutes', updated_at
       from invitation, generate_series(1, $1::int) as n`,
      [times - 1],
    );
    await client.query('vacuum analyze invitation');
  } finally {
    client.release(true);
  }
}

/** What a verb may use, with the real reading and ledger; nothing in here is limited or written. */
function contextOf(database: Database, directory: Directory): ListContext {
  return {
    requestId: crypto.randomUUID(),
    actor: {
      subject: 'bench',
      name: 'Bench',
      email: 'bench@acme.example',
      emailVerified: true,
      roles: ['admin'],
      address: '',
    },
    catalog: createCatalog(directory, systemClock),
    ledger: createLedger(database),
    reading: createReading(database),
  };
}
