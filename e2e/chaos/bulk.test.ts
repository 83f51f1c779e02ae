import { test } from 'vitest';
import { chaos, SEED } from './started-run';

test.concurrent('an import on two replicas that are killed in turns loses nothing and doubles nothing', async ({
  expect,
}) => {
  const { ended, text, last } = await chaos('--bulk', '--kills=4', '--invitations=120');
  expect(last, text).toMatch(/^chaos seed=\d+ kills=[1-4] invitations=120 lost=0 doubled=0 unattributed=0 stuck=0$/);
  expect(last, text).toContain(`seed=${SEED}`);
  expect(ended, text).toBe('ended with code 0');
});

// Planted from outside: the comparison must not be blind.
test.concurrent('a row that is sent twice on purpose is found', async ({ expect }) => {
  const { ended, text, last } = await chaos('--bulk', '--kills=0', '--invitations=6', '--plant=double');
  expect(last, text).toContain('lost=0 doubled=1 unattributed=1 stuck=0');
  expect(ended, text).toBe('ended with code 1');
});

test.concurrent('a row that is lost on purpose is found', async ({ expect }) => {
  const { ended, text, last } = await chaos('--bulk', '--kills=0', '--invitations=6', '--plant=lose');
  expect(last, text).toContain('lost=1 doubled=0 unattributed=0 stuck=1');
  expect(ended, text).toBe('ended with code 1');
});
