import { expect, test } from 'vitest';
import { chaosOptions, USAGE } from './options';
import { planOf } from './plan';

const fresh = () => 42;

test('what is left out has a usual value, and what is not known is refused with the usage', () => {
  expect(chaosOptions([], fresh)).toEqual({
    bulk: false,
    kills: 25,
    stalls: 2,
    invitations: 500,
    seed: 42,
    within: 5,
    plant: null,
  });
  expect(chaosOptions(['--kills=0', '--seed=7', '--plant=lose'], fresh)).toMatchObject({
    kills: 0,
    seed: 7,
    plant: 'lose',
  });
  expect(chaosOptions(['--bulk'], fresh)).toMatchObject({ bulk: true, kills: 24, invitations: 1_000, stalls: 0 });
  for (const wrong of ['--plant=other', '--kills=-1', '--kills=many', '--kill=3', 'three'])
    expect(() => chaosOptions([wrong], fresh)).toThrow(USAGE);
  expect(() => chaosOptions(['--bulk', '--stalls=1'], fresh)).toThrow(USAGE);
});

test('a seed is a plan: the same again for the same, another for another', () => {
  const options = chaosOptions([], fresh);
  expect(planOf(options)).toEqual(planOf(options));
  expect(planOf({ ...options, seed: 43 })).not.toEqual(planOf(options));
  const { submissions, blows } = planOf(options);
  expect(new Set(submissions.map(({ guest }) => guest)).size).toBe(500);
  const kills = blows.filter((blow) => blow.kind === 'kill');
  expect(kills.reduce((sum, { againMs }) => sum + (againMs === null ? 1 : 2), 0)).toBe(25);
  expect(Math.max(...blows.map(({ after }) => after))).toBeLessThanOrEqual(submissions.length);
});
