import { expect, test } from 'vitest';
import { bad, format, good, runChecks } from './check';

test('what depends on a failure is not checked, and neither is what depends on that', async () => {
  const ran: string[] = [];
  const check = (name: string, needs: string[], ok: boolean) => ({
    name,
    needs,
    run: () => {
      ran.push(name);
      return ok ? good('fine') : bad('broken', 'mend it', 'or ask');
    },
  });
  const results = await runChecks([
    check('a', [], true),
    check('b', ['a'], false),
    check('c', ['b'], true),
    check('d', ['c'], true),
    check('e', ['a'], true),
  ]);
  expect(ran).toEqual(['a', 'b', 'e']);
  expect(format(results)).toBe(
    [
      '✓ a  fine',
      '✗ b  broken',
      '     → mend it',
      '     → or ask',
      '– c  not checked',
      '– d  not checked',
      '✓ e  fine',
    ].join('\n'),
  );
});

test('a check that throws is a failure that repeats nothing of the error', async () => {
  const run = () => {
    throw new TypeError('secret-token:conductorone.com:v1:abc');
  };
  const [result] = await runChecks([{ name: 'a', needs: [], run }]);
  expect(result?.outcome.ok).toBe(false);
  expect(JSON.stringify(result)).not.toContain('secret-token');
});
