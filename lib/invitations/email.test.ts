import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainToAscii, MAX_EMAIL_OCTETS, parseEmail, sameEmail } from './email';

const address = (input: string) => {
  const parsed = parseEmail(input);
  return parsed.ok ? parsed.address : null;
};

describe('parseEmail', () => {
  it.each([
    ['ada@acme.example', 'ada@acme.example'],
    ['  Ada.Lovelace@ACME.Example \n', 'Ada.Lovelace@acme.example'],
    ["o'hara+guest@acme.example", "o'hara+guest@acme.example"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['用户@例子.example', '用户@xn--fsqu00a.example'],
    ['ada@ａｃｍｅ.example', 'ada@acme.example'],
  ])('takes %j', (input, expected) => {
    expect(address(input)).toBe(expected);
  });

  it.each([
    '',
    'ada',
    '@acme.example',
    'ada@',
    'ada@acme',
    'ada lovelace@acme.example',
    'ada@acme.example, bob@acme.example',
    '.ada@acme.example',
    'ada.@acme.example',
    'a..da@acme.example',
    '"ada lovelace"@acme.example',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@1.2.3.4.5',
    'ada@-acme.example',
    'ada@acme.example/path',
    'ada@acme.example:25',
    'ada@bob@acme.example',
    'ada@acme.example\r\nBcc: eve@evil.example',
    'ada\u0000@acme.example',
    'ada\u200b@acme.example',
    'a\u202eda@acme.example',
    `${'a'.repeat(65)}@acme.example`,
    `ada@${'a'.repeat(64)}.example`,
    `ada@${'a.'.repeat(125)}example`,
  ])('refuses %j in words', (input) => {
    const parsed = parseEmail(input);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem).toMatch(/[A-Z“].+\.$/u);
  });

  it('counts octets, not characters, in the local part (RFC 6531)', () => {
    expect(address(`${'é'.repeat(32)}@acme.example`)).not.toBeNull();
    expect(address(`${'é'.repeat(33)}@acme.example`)).toBeNull();
  });

  it('answers for any text, and what it takes is safe to put in a header and reads back as itself', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.string(), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
      fc.emailAddress(),
    );
    fc.assert(
      fc.property(wild, (input) => {
        const parsed = parseEmail(input);
        if (!parsed.ok) return;
        expect(parsed.address).not.toMatch(/[\s\p{Cc}]/u);
        expect(new TextEncoder().encode(parsed.address).length).toBeLessThanOrEqual(MAX_EMAIL_OCTETS);
        expect(parseEmail(parsed.address)).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes every ordinary address', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: 'small' }), (input) => {
        expect(parseEmail(input).ok).toBe(true);
      }),
    );
  });
});

describe('sameEmail', () => {
  it.each([
    ['Ada@Acme.example', 'ada@acme.EXAMPLE', true],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example', true],
    ['e\u0301@acme.example', '\u00e9@acme.example', true],
    ['ada@acme.example', 'ada@acme.test', false],
    ['not an address', 'Not an address ', true],
  ])('%j and %j: %s', (a, b, same) => {
    expect(sameEmail(a, b)).toBe(same);
  });
});

describe('domainToAscii', () => {
  it('answers null for what is no host name', () => {
    for (const domain of [
      '',
      'localhost',
      'a b.example',
      'acme.example:80',
      'user@acme.example',
      '%41.example',
      'a..b',
    ]) {
      expect(domainToAscii(domain)).toBeNull();
    }
  });
});
