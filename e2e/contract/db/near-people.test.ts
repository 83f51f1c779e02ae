import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { invitedDomains } from '@/lib/db/invited-domains';
import { nearPeople } from '@/lib/db/near-people';
import { invitations, people } from '@/lib/db/schema';
import { anInvitation } from './rows';
import { testDatabase } from './support';

const database = testDatabase();

const aPerson = (name: string, email: string, patch: Partial<typeof people.$inferInsert> = {}) => ({
  id: email,
  name,
  email,
  emailKey: email.toLowerCase(),
  jobTitle: '',
  department: '',
  status: 'enabled' as const,
  type: 'human' as const,
  seenAt: new Date('2026-11-24T10:00:00.000Z'),
  ...patch,
});

const near = async (email: string, name: string) =>
  (await nearPeople(database.db, email, name)).map((person) => person.email);

beforeAll(async () => {
  await database.db
    .insert(people)
    .values([
      aPerson('Ada Lovelace', 'Ada.Lovelace@acme.example'),
      aPerson('Ada Lovelace', 'ada.lovelace@gone.example', { status: 'deleted' }),
      aPerson('Lovelace backup', 'ada.lovelace@machines.example', { type: 'service' }),
      aPerson('Grace Hopper', 'ghopper@acme.example'),
      aPerson('Zoë Õunapuu', 'zoe@partner.example', { status: 'disabled' }),
      ...Array.from({ length: 15 }, (_, n) => aPerson(`Template ${n}`, `template${n}@acme.example`)),
    ]);
});

test('finds people by what stands before the @, whatever the domain, a slip or a tag', async () => {
  expect(await near('ada.lovelace@partner.example', '')).toEqual(['Ada.Lovelace@acme.example']);
  expect(await near('ADA.LOVELASE+guest@acme.example', '')).toEqual(['Ada.Lovelace@acme.example']);
});

test('finds people by name, also whoever is not in use', async () => {
  expect(await near('gh@elsewhere.example', 'grace  hopper')).toEqual(['ghopper@acme.example']);
  expect(await near('zo@elsewhere.example', 'ZOË Õunapuu')).toEqual(['zoe@partner.example']);
});

test('colleagues are not near because of their domain, and odd input finds nobody', async () => {
  expect(await near('katherine@acme.example', 'Katherine Johnson')).toEqual([]);
  for (const odd of ['', '@', "%' or true --", '\\']) expect(await near(odd, odd)).toEqual([]);
});

test('answers ten at most, the nearest first', async () => {
  const found = await near('template7@acme.example', '');
  expect(found).toHaveLength(10);
  expect(found[0]).toBe('template7@acme.example');
});

test('is read off the indexes', async () => {
  const plan = await database.db.transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`);
    const query = sql`explain select id from person where split_part(lower(email), '@', 1) % 'ada' or lower(name) % 'ada'`;
    return (await tx.execute<{ 'QUERY PLAN': string }>(query)).rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('person_near_local');
  expect(plan).toContain('person_near_name');
});

test('counts the invitations that went to each domain, and not those that were taken back or never went', async () => {
  const to = (
    email: string,
    state: (typeof invitations.$inferInsert)['state'],
    origin: 'usher' | 'outside' = 'usher',
  ) => anInvitation({ id: randomUUID(), email, emailKey: email, state, origin });
  await database.db
    .insert(invitations)
    .values([
      to('a@partner.example', 'pending'),
      to('b@partner.example', 'accepted'),
      to('c@partner.example', 'expired'),
      to('d@partner.example', 'pending', 'outside'),
      to('a@acrne.example', 'revoked'),
      to('b@acrne.example', 'failed'),
      to('c@acrne.example', 'cancelled'),
      to('d@acrne.example', 'intent'),
      to('a@xn--bcher-kva.example', 'pending'),
    ]);
  expect(await invitedDomains(database.db)).toEqual(
    new Map([
      ['partner.example', 4],
      ['xn--bcher-kva.example', 1],
    ]),
  );
});
