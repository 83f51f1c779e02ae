import { describe, expect, it } from 'vitest';
import {
  clockWords,
  countdownWords,
  dayWords,
  durationWords,
  exactWords,
  instantWords,
  relativeWords,
} from './time-words';

const now = Date.parse('2026-11-24T13:05:00Z');
const berlin = { timeZone: 'Europe/Berlin' };
const at = (iso: string) => Date.parse(iso);

describe('durationWords', () => {
  it.each([
    [604_800, '7 days'],
    [86_400, '1 day'],
    [129_600, '36 hours'],
    [5_400, '90 minutes'],
    [60, '1 minute'],
    [90_061, 'about 25 hours'],
    [45, '45 seconds'],
  ])('%d s is %s', (seconds, words) => expect(durationWords(seconds)).toBe(words));
});

describe('countdownWords', () => {
  it.each([
    [15 * 60_000, '15:00'],
    [249_999, '4:09'],
    [999, '0:00'],
    [-1, '0:00'],
  ])('of %d ms is %s', (left, words) => expect(countdownWords(left)).toBe(words));
});

it('clockWords names the zone where it is not the reader’s own', () => {
  expect(clockWords(now, { timeZone: 'UTC' })).toBe('13:05 UTC');
  expect(clockWords(now)).toMatch(/^\d\d:\d\d$/);
});

describe('relativeWords', () => {
  it.each([
    [0, 'just now'],
    [-4_200, '4 s ago'],
    [59_999, 'in 59 s'],
    [-3_599_000, '59 min ago'],
    [3_600_000, 'in 1 hour'],
    [47.9 * 3_600_000, 'in 47 hours'],
    [7 * 86_400_000, 'in 7 days'],
    [7 * 86_400_000 - 1_000, 'in 7 days'],
    // Beyond the slack, never more than is left.
    [7 * 86_400_000 - 3_600_000, 'in 6 days'],
    [-7 * 86_400_000 + 1_000, '6 days ago'],
  ])('%d ms away is %s', (distance, words) => expect(relativeWords(now + distance, now)).toBe(words));
});

describe('instantWords', () => {
  it('names the near days and tells the clock of the reader’s zone', () => {
    expect(instantWords(now, now, berlin)).toBe('today 14:05');
    expect(instantWords(at('2026-11-24T23:30:00Z'), now, berlin)).toBe('tomorrow 00:30');
    expect(instantWords(at('2026-11-23T10:00:00Z'), now, berlin)).toBe('yesterday 11:00');
    expect(instantWords(at('2026-12-01T13:05:00Z'), now, berlin)).toBe('Tue 1 Dec 14:05');
  });

  it('adds the year only when it is another', () => {
    expect(instantWords(at('2027-01-05T13:05:00Z'), now, berlin)).toBe('Tue 5 Jan 2027 14:05');
  });
});

describe('dayWords', () => {
  it('says the weekday within the week, the date beyond', () => {
    expect(dayWords(at('2026-11-27T13:05:00Z'), now, berlin)).toBe('Friday');
    expect(dayWords(at('2026-12-01T13:05:00Z'), now, berlin)).toBe('Tue 1 Dec');
    expect(dayWords(at('2026-11-25T13:05:00Z'), now, berlin)).toBe('tomorrow 14:05');
  });
});

it('exactWords tells second and zone', () => {
  expect(exactWords(at('2026-12-01T13:05:09Z'), { timeZone: 'UTC' })).toBe('Tue, 1 Dec 2026, 13:05:09 UTC');
});
