import { expect, it } from 'vitest';
import { lifetimeSentence, rolesSentence } from './outlook';

const now = Date.parse('2026-11-24T13:05:00Z');
const directory = { id: 'd', name: 'Acme', isDefault: true, linkLifetimeSeconds: 604_800, onboardingFlowId: '' };

it('lifetimeSentence says how long and until when', () => {
  expect(lifetimeSentence(directory, now, { timeZone: 'Europe/Berlin' })).toBe(
    'The link works for 7 days, until Tue 1 Dec 14:05.',
  );
  expect(lifetimeSentence(directory, null)).toBe('The link works for 7 days.');
  expect(lifetimeSentence({ ...directory, linkLifetimeSeconds: null }, now)).toContain('ConductorOne decides');
  expect(lifetimeSentence(undefined, now)).toContain('ConductorOne decides');
});

it.each([
  [[], 'No role is given with it; roles can come later.'],
  [['A'], 'Gets one role: A.'],
  [['A', 'B', 'C'], 'Gets 3 roles: A, B, C.'],
  [['A', 'B', 'C', 'D', 'E'], 'Gets 5 roles: A, B, C and 2 more.'],
])('rolesSentence of %j', (names, words) => expect(rolesSentence(names)).toBe(words));
