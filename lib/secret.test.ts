import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret';

test('a secret shows itself only to reveal()', () => {
  const secret = new Secret('hunter2');
  const seen = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    Object.values(secret).join(),
    JSON.stringify({ ...secret }),
  ].join(' ');
  expect(seen).not.toContain('hunter2');
  expect(seen).toContain('[redacted]');
  expect(secret.reveal()).toBe('hunter2');
});
