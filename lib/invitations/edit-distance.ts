import { distance } from 'fastest-levenshtein';

const NUMBERS = /\d+/g;

/** How many slips of a finger lie between two texts: letters too many, missing or wrong; two that changed places are one. */
export const slipsBetween = (a: string, b: string): number => (areSwapped(a, b) ? 1 : distance(a, b));

/** Numbered alike, like team1 and team2: those are neighbours, and no slip. */
export const differInNumberOnly = (a: string, b: string): boolean =>
  a !== b && a.replace(NUMBERS, '#') === b.replace(NUMBERS, '#');

function areSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
