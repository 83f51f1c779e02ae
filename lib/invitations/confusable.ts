import unhomoglyph from 'unhomoglyph';

/** Pairs of letters that read as one in many fonts. Unicode's table has the first, the other way round: a letter stays one. */
const PAIRS: readonly [RegExp, string][] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
];
/** Seen and not remembered. */
const HYPHENS = /\p{Pd}/gu;
/** Accents of Latin, Greek and Cyrillic letters; the marks of other scripts are letters in their own right. */
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * What two texts that look alike have in common (Unicode TR39, "skeleton"): for comparison only, it reads as nothing.
 * Beyond the standard, accents and hyphens are dropped, case is folded (its table maps 0 to a capital O), `PAIRS` joined.
 */
export function skeleton(text: string): string {
  const mapped = unhomoglyph(text.toLowerCase().normalize('NFD').replace(HYPHENS, ''))
    .normalize('NFD')
    .replace(ACCENTS, '')
    .toLowerCase();
  return PAIRS.reduce((reading, [pair, one]) => reading.replace(pair, one), mapped);
}
