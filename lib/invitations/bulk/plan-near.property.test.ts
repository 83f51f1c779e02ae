import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearPeople } from '../lookalike-person';
import { nearMany } from './plan-near';

/** Few letters, names and domains: many of them meet. */
const local = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '.', '1', '+'), minLength: 1, maxLength: 7 }),
  fc
    .tuple(fc.constantFrom('ada', 'ana', 'adda', 'aad'), fc.constantFrom('love', 'lvoe', 'lov', 'lover', 'love2'))
    .map((parts) => parts.join('.')),
  // One word, and the same with a tag: what a slip after the @ leaves as it was.
  fc.constantFrom('adalove', 'adalov', 'love', 'ada.love+1', 'ada.love+2', 'love+1'),
);
const domain = fc.constantFrom('acme.example', 'acm.example', 'amce.example', 'a.acme.example', 'cme.example', '');
const email = fc.tuple(local, domain).map(([before, after]) => `${before}@${after}`);
const name = fc.constantFrom('', 'Ada', 'Ada Lovelace', 'ada  lovelace', 'Ａda Lovelace', 'Ana Love', 'Zoë Õ');
const person = fc.record({ email, name });

it('finds exactly those whom the rule for a single address finds', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.array(person, { maxLength: 12 }), fc.array(person, { maxLength: 9 }), (asked, known) => {
      const people = known.map((each, at) => ({ ...each, id: String(at) }));
      const near = nearMany(asked.map((each, number) => ({ number, email: each.email, displayName: each.name })));
      near.see(people.slice(0, 4));
      near.see(people.slice(4));
      for (const [number, each] of asked.entries()) {
        const one = nearPeople(each.email, each.name, people);
        found += one.length;
        expect(near.of(number)).toEqual(one);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(found).toBeGreaterThan(1_000);
});

it('finds one whose @ changed places with a letter', () => {
  const people = [{ id: '1', name: 'Ada', email: 'adal@ovelace.example' }];
  const near = nearMany([{ number: 7, email: 'adalo@velace.example', displayName: '' }]);
  near.see(people);
  expect(nearPeople('adalo@velace.example', '', people)).toEqual(people);
  expect(near.of(7)).toEqual(people);
});
