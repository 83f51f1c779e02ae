import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignText } from './text';

test('foreign words come in one line, without control and direction characters, secrets and tokens', () => {
  expect(foreignText('a\r\n\u0000b\u202Ec')).toBe('a b c');
  expect(foreignText('bad secret-token:conductorone.com:v1:abc, sorry')).toBe('bad [redacted] sorry');
  expect(foreignText('token eyJhbGciOi.eyJpc3Mi.c2ln was refused')).toBe('token [redacted] was refused');
});

test('at most 500 characters remain, always well-formed and printable', () => {
  expect(foreignText('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000, size: 'max' }), (text) => {
      const clean = foreignText(text);
      expect(clean.length).toBeLessThanOrEqual(500);
      expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});
