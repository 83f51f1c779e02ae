import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern';

const fits = (pattern: string, text: string): boolean | string => {
  const compiled = compilePattern(pattern);
  return compiled.ok ? compiled.fits(text) : compiled.problem;
};

describe('compilePattern', () => {
  it.each([
    ['[A-Z]+-[0-9]+', 'INC-1234', true],
    ['[A-Z]+-[0-9]+', 'see INC-1234', false],
    ['[A-Z]+-[0-9]+', 'INC-1234\n', false],
    ['INC|CHG', 'INC', true],
    ['INC|CHG', 'INC1', false],
    ['^INC$', 'INC', true],
    ['(?i)inc-\\d{4}', 'Inc-0042', true],
    ['\\p{L}+', 'Žluťoučký', true],
    ['.*', '', true],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  it.each([
    ['', /^Enter a pattern/],
    ['  ', /^Enter a pattern/],
    ['a'.repeat(201), /at most 200 characters/],
    ['(', /^This is not a pattern: .+ Correct it/],
    ['[z-a]', /“z-a”/],
    ['a**', /^This is not a pattern: /],
    ['a{5000}', /^This is not a pattern: /],
    ['((a{100}){100}){100}', /^This is not a pattern: /],
    ['(?=a)a', /^Looking ahead/],
    ['(?<!a)b', /^Looking ahead/],
    ['(a)\\1', /^Referring back/],
  ])('refuses %j in words', (pattern, words) => {
    const compiled = compilePattern(pattern);
    expect(compiled.ok ? 'taken' : compiled.problem).toMatch(words);
  });

  it('comes to an end where others would not', () => {
    expect(fits('(a+)+$', `${'a'.repeat(10_000)}!`)).toBe(false);
    expect(fits('(a|aa)*b', 'a'.repeat(10_000))).toBe(false);
  });

  it('answers for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), fc.string(), (pattern, text) => {
        expect(typeof fits(pattern, text)).toMatch(/^(boolean|string)$/);
      }),
      { numRuns: 300 },
    );
  });
});
