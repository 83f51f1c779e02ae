import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/paths';
import { leakSearch } from './support/secrets';
import { expect, test } from './support/test';

/**
 * The files of the build that any browser may fetch. What a browser receives while the app runs is looked through in
 * every test here (support/watch.ts).
 */
test('no file built for browsers holds a credential, a token or a server variable', ({ stack }) => {
  const search = leakSearch(stack.env);
  const folder = join(ROOT, '.next', 'static');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(10);
  const findings = files.flatMap(({ parentPath, name }) => search(name, readFileSync(join(parentPath, name), 'utf8')));
  expect(findings).toEqual([]);
  expect(files.filter(({ name }) => name.endsWith('.map'))).toEqual([]);
});

test('the search finds what it is there to find', ({ stack }) => {
  const search = leakSearch(stack.env);
  const { CONDUCTORONE_CLIENT_SECRET: secret = '', NEXTAUTH_SECRET: session = '' } = stack.env;
  const key = secret.split(':').at(-1) ?? '';
  for (const text of [
    secret,
    key,
    encodeURIComponent(session),
    'process.env.OIDC_CLIENT_SECRET',
    'eyJhbGciOiJSUzI1.eyJzdWIiOiIx.x',
  ]) {
    expect(search('a page', `<p>${text}</p>`)).not.toEqual([]);
  }
  expect(search('a page', '<p>Sign in with your organisation</p>')).toEqual([]);
});
