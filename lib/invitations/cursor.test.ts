import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, NEVER } from './cursor';
import { SORTS } from './desk';

const instants = fc
  .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString());
const names = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0'));

describe('a cursor', () => {
  it.each(SORTS)('leads back to its place: %s', (sort) => {
    const keys = sort === 'name' ? names : sort === 'expires' ? fc.oneof(instants, fc.constant(NEVER)) : instants;
    fc.assert(
      fc.property(keys, fc.uuid(), (key, id) => {
        const cursor = encodeCursor(sort, { key, id });
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(sort, cursor)).toEqual({ key, id });
      }),
    );
  });

  it('is nothing in another order', () => {
    const cursor = encodeCursor('name', { key: 'ada', id: crypto.randomUUID() });
    expect(decodeCursor('newest', cursor)).toBeNull();
  });

  it.each([
    ['', 'nothing'],
    ['%%%', 'no base64'],
    [btoa('{}'), 'another shape'],
    [btoa(JSON.stringify(['newest', 'yesterday', crypto.randomUUID()])).replaceAll('=', ''), 'no instant'],
    [
      btoa(JSON.stringify(['newest', '2026-13-45T00:00:00.000Z', crypto.randomUUID()])).replaceAll('=', ''),
      'no such day',
    ],
    [btoa(JSON.stringify(['newest', '2026-01-01T00:00:00.000Z', "'; --"])).replaceAll('=', ''), 'no id'],
  ])('refuses %s: %s', (cursor) => {
    for (const sort of SORTS) expect(decodeCursor(sort, cursor)).toBeNull();
  });

  it('never throws, whatever an address carries, and gives out only what the database can take', () => {
    const tampered = fc
      .tuple(fc.constantFrom(...SORTS), fc.string({ unit: 'binary' }), fc.string())
      .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), tampered),
        fc.constantFrom(...SORTS),
        (text, sort) => {
          const place = decodeCursor(sort, text);
          if (place === null) return;
          expect(place.key).not.toContain('\0');
          expect(place.id).toMatch(/^[0-9a-f-]{36}$/i);
          if (sort === 'newest' || sort === 'oldest') expect(Number.isNaN(Date.parse(place.key))).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
