/** What a purpose may hold upstream, in characters. */
export const PURPOSE_LIMIT = 1_024;

/** Crockford's: no letter that is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;
const AT_END = new RegExp(` \\(ref ([${ALPHABET}]{${LENGTH}})\\)$`, 'u');

/** The short name of an attempt, from the random bits that its id begins with. */
export function referenceOf(attemptId: string): string {
  const bits = Number.parseInt(attemptId.slice(0, 8), 16);
  return Array.from({ length: LENGTH }, (_, place) => ALPHABET[Math.floor(bits / 32 ** place) % 32]).join('');
}

/** The purpose as it is sent: with the reference at its end, where there is one and it still fits. */
export function withReference(purpose: string, reference: string): string {
  if (reference === '') return purpose;
  const whole = `${purpose} (ref ${reference})`;
  return whole.length <= PURPOSE_LIMIT ? whole : purpose;
}

/** The reference at the end of a purpose; "" when it has none. */
export const referenceIn = (purpose: string): string => AT_END.exec(purpose.trimEnd())?.[1] ?? '';

/** The purpose as somebody typed it. */
export const withoutReference = (purpose: string): string => purpose.trimEnd().replace(AT_END, '');
