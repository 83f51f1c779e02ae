import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearPeople } from '@/lib/db/near-people';
import { people } from '@/lib/db/schema';
import { nearMany } from '@/lib/invitations/bulk/plan-near';
import { nearPeople as nearByRule } from '@/lib/invitations/lookalike-person';
import { testDatabase } from '../db/support';

const database = testDatabase();

/** Names that meet often, each with now and then a slip. */
const slipped = (word: string) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(word) },
    { weight: 1, arbitrary: fc.nat({ max: word.length - 1 }).map((at) => word.slice(0, at) + word.slice(at + 1)) },
    { weight: 1, arbitrary: fc.nat({ max: word.length - 1 }).map((at) => `${word.slice(0, at)}q${word.slice(at)}`) },
  );
const first = fc.constantFrom('katherine', 'dorothy', 'margaret', 'annie').chain(slipped);
const last = fc
  .tuple(fc.constantFrom('johnson', 'vaughan', 'hamilton', 'easley'), fc.nat({ max: 40 }))
  .chain(([name, of]) => slipped(`${name}${'abcdefghij'[of % 10]}${'klmn'[of % 4]}`));
const domain = fc.constantFrom('acme.example', 'partner.example', 'partnr.example', 'globex.example');
const person = fc
  .tuple(first, last, domain, fc.boolean())
  .map(([one, two, where, named]) => ({ email: `${one}.${two}@${where}`, name: named ? `${one} ${two}` : one }));

test('nobody whom a single look finds is missed when many are looked for at once', async () => {
  const known = fc.sample(person, { numRuns: 600, seed: 7 }).map((each, at) => ({ ...each, id: `p${at}` }));
  await database.db.insert(people).values(
    known.map((each) => ({
      ...each,
      emailKey: each.email,
      jobTitle: '',
      department: '',
      status: 'enabled' as const,
      type: 'human' as const,
      seenAt: new Date(),
    })),
  );
  const asked = fc.sample(person, { numRuns: 300, seed: 8 });
  const near = nearMany(asked.map((each, number) => ({ number, email: each.email, displayName: each.name })));
  near.see(known);
  let found = 0;
  for (const [number, { email, name }] of asked.entries()) {
    const candidates = await nearPeople(database.db, email, name);
    const single = nearByRule(email, name, candidates).map(({ id }) => id);
    const many = near.of(number).map(({ id }) => id);
    // Of a name that more than ten have, each keeps ten of them.
    if (many.length < 10) expect(many).toEqual(expect.arrayContaining(single));
    else expect(single.length).toBeGreaterThan(0);
    expect(nearByRule(email, name, near.of(number))).toEqual(near.of(number));
    found += single.length;
  }
  expect(found).toBeGreaterThan(100);
});
