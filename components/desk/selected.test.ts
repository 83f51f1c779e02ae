import { describe, expect, it } from 'vitest';
import { MAX_SELECTED } from '@/lib/invitations/desk';
import { matchingWords, NOTHING, pageTouched, type Selectable, type Selecting, touched } from './selected';

const rows = (ids: string): Selectable[] => [...ids].map((id) => ({ id, email: `${id}@acme.example` }));
const PAGE = rows('abcdef');
const ids = ({ selected }: Selecting): string => [...selected.keys()].sort().join('');

describe('selecting rows', () => {
  it('takes and leaves one', () => {
    const one = touched(NOTHING, PAGE, 'b', false);
    expect(ids(one)).toBe('b');
    expect(ids(touched(one, PAGE, 'b', false))).toBe('');
  });

  it('takes a range from the row touched before, up or down, and leaves one the same way', () => {
    expect(ids(touched(touched(NOTHING, PAGE, 'b', false), PAGE, 'e', true))).toBe('bcde');
    const up = touched(touched(NOTHING, PAGE, 'e', false), PAGE, 'b', true);
    expect(ids(up)).toBe('bcde');
    expect(ids(touched(up, PAGE, 'd', true))).toBe('e');
  });

  it('takes one row where the range’s beginning is on another page', () => {
    const other = touched(NOTHING, rows('xyz'), 'x', false);
    expect(ids(touched(other, PAGE, 'c', true))).toBe('cx');
  });

  it('takes a whole page and leaves it, and keeps what was selected on others', () => {
    const some = touched(touched(NOTHING, rows('xyz'), 'y', false), PAGE, 'c', false);
    const all = pageTouched(some, PAGE);
    expect(ids(all)).toBe('abcdefy');
    expect(ids(pageTouched(all, PAGE))).toBe('y');
  });

  it('leaves “all that match” with the first row that is touched', () => {
    const all = { ...pageTouched(NOTHING, PAGE), all: true };
    expect(touched(all, PAGE, 'b', false)).toMatchObject({ all: false });
    expect(ids(touched(all, PAGE, 'b', false))).toBe('acdef');
    expect(pageTouched(all, PAGE)).toMatchObject({ all: false });
  });

  it.each([
    [{ value: 1_312, atLeast: false }, 'all 1,312 that match'],
    [{ value: 1_000, atLeast: true }, 'all that match, more than 1,000'],
    [null, 'all that match'],
  ])('says how many match, as far as that is known: %j', (count, words) => {
    expect(matchingWords(count)).toBe(words);
  });

  it('keeps to what can be acted on at once', () => {
    const many = Array.from({ length: MAX_SELECTED + 5 }, (_, at) => ({ id: String(at), email: '' }));
    expect(pageTouched(NOTHING, many).selected.size).toBe(MAX_SELECTED);
  });
});
