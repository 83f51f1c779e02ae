import { expect, test } from 'vitest';
import { bulkPlanOf, csvOf } from './plan-bulk';

const OPTIONS = { invitations: 1_000, kills: 24, seed: 7 };

test('a seed is a plan: the same again for the same, another for another', () => {
  expect(bulkPlanOf(OPTIONS)).toEqual(bulkPlanOf(OPTIONS));
  expect(bulkPlanOf({ ...OPTIONS, seed: 8 })).not.toEqual(bulkPlanOf(OPTIONS));
});

test('every line is somebody of their own, or is to be left out', () => {
  const { lines } = bulkPlanOf(OPTIONS);
  const wanted = lines.filter((line) => line.wanted);
  expect(new Set(wanted.map(({ email }) => email)).size).toBe(wanted.length);
  expect(lines).toHaveLength(1_000);
  expect(wanted.length).toBeLessThan(1_000);
  expect(wanted.length).toBeGreaterThan(900);
});

test('both replicas are hit in turns, the first time while it is planned, and the last while rows are left', () => {
  const { lines, strikes } = bulkPlanOf(OPTIONS);
  expect(strikes.map(({ replica }) => replica)).toEqual(strikes.map((_, at) => at % 2));
  const moments = strikes.flatMap((strike) => (strike.when === 'running' ? [strike.after] : []));
  expect(moments).toHaveLength(23);
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  expect(moments.at(-1)).toBeLessThan(lines.filter((line) => line.wanted).length);
});

test('a file has a heading and a line for each', () => {
  const line = { number: 1, email: 'a@x.example', displayName: 'Ada', purpose: 'Chaos, row 1', wanted: true };
  expect(csvOf([line])).toBe('Email,Name,Purpose\r\na@x.example,Ada,"Chaos, row 1"\r\n');
});
