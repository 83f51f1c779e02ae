import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json, storable } from './canonical';

test('keys are sorted by UTF-16 code units at every depth, as in the example of RFC 8785', () => {
  expect(canonicalJson({ '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 })).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  );
  expect(canonicalJson([{ b: [{ d: null, c: true }], a: '' }])).toBe('[{"a":"","b":[{"c":true,"d":null}]}]');
});

test('numbers and strings are written as ECMAScript does', () => {
  const numbers = [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0];
  expect(canonicalJson(numbers)).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
  expect(canonicalJson('€$\u000f\nA\'B"\\/')).toBe('"€$\\u000f\\nA\'B\\"\\\\/"');
});

test('the order in which members were added makes no difference, and what is undefined is not there', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse()) as Json;
      expect(canonicalJson(reversed)).toBe(canonicalJson(value as Json));
    }),
  );
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test('what a database would change on the way is changed before', () => {
  expect(storable({ 'a\0': 'x\0\ud800y', n: Number.NaN, z: -0, u: undefined, l: [Infinity, '\udc00'] })).toEqual({
    a: 'x\ufffdy',
    n: null,
    z: 0,
    l: [null, '\ufffd'],
  });
});
