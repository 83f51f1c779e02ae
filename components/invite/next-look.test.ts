import { expect, it } from 'vitest';
import { nextLook } from './next-look';

it('looks often at first, and once a minute in the end', () => {
  expect(nextLook(0)).toBe(2_000);
  expect(nextLook(1)).toBe(2_800);
  expect(nextLook(11)).toBe(60_000);
  expect(nextLook(10_000)).toBe(60_000);
});
