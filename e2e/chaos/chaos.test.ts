import { test } from 'vitest';
import { chaos, SEED } from './started-run';

// How soon the work goes on is for the run that has the machine to itself.
const SHORT = ['--kills=3', '--stalls=1', '--invitations=40', '--within=60'];

test.concurrent('killed, stopped and lied to, Usher loses nothing and doubles nothing', async ({ expect }) => {
  const { ended, text, last } = await chaos(...SHORT);
  expect(last, text).toBe(`chaos seed=${SEED} kills=3 invitations=40 lost=0 doubled=0 unattributed=0 stuck=0`);
  expect(ended, text).toBe('ended with code 0');
});

// Planted from outside: the comparison must not be blind.
test.concurrent('an invitation that is doubled on purpose is found', async ({ expect }) => {
  const { ended, text, last } = await chaos('--kills=0', '--stalls=0', '--invitations=6', '--plant=double');
  expect(last, text).toContain('lost=0 doubled=1 unattributed=1 stuck=0');
  expect(ended, text).toBe('ended with code 1');
});

test.concurrent('an invitation that is lost on purpose is found', async ({ expect }) => {
  const { ended, text, last } = await chaos('--kills=0', '--stalls=0', '--invitations=6', '--plant=lose');
  expect(last, text).toContain('lost=1 doubled=0 unattributed=0 stuck=1');
  expect(ended, text).toBe('ended with code 1');
});
