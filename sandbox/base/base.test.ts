import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ksuid } from './ksuid';
import { plainText } from './plain-text';
import { Rng } from './rng';
import { SortedList } from './sorted-list';

test('a KSUID is 27 base62 characters and sorts by its second', () => {
  const time = fc.integer({ min: 1_400_000_000, max: 4_000_000_000 });
  fc.assert(
    fc.property(time, time, fc.integer(), (a, b, seed) => {
      const rng = new Rng(seed);
      const [first, second] = [ksuid(a * 1000, rng), ksuid(b * 1000, rng)];
      expect(first).toMatch(/^[0-9A-Za-z]{27}$/);
      if (a !== b) expect(first < second).toBe(a < b);
    }),
  );
});

test('a KSUID agrees with the known encoding of its ends', () => {
  const fixed = (value: number): Rng => Object.assign(new Rng(0), { next: () => value });
  expect(ksuid(1_400_000_000_000, fixed(0))).toBe('0'.repeat(27));
  const largest = ksuid((1_400_000_000 + 4294967295) * 1000, fixed(4294967295 / 4294967296));
  expect(largest).toBe('aWgEPTl1tmebfsQzFP4bxwgy80V');
});

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number): number[] => {
    const rng = new Rng(seed);
    return [rng.next(), rng.next(), rng.int(1000)];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('a sorted list holds what a sorted array holds', () => {
  const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 30 }));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const list = new SortedList<number>((a, b) => a - b);
      let model: number[] = [];
      for (const [add, value] of steps) {
        if (add && !model.includes(value)) {
          list.insert(value);
          model = [...model, value].sort((a, b) => a - b);
        } else if (!add) {
          list.remove(value);
          model = model.filter((item) => item !== value);
        }
      }
      expect([...list]).toEqual(model);
      expect(list.rank(15)).toBe(model.filter((item) => item < 15).length);
    }),
  );
});

test('plain text drops marks and special letters', () => {
  expect(plainText('Łukasz Sørensen Müller Yılmaz')).toBe('lukasz sorensen muller yilmaz');
});
