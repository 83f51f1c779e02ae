/** A sentence whose words are ours and whose values are people's: `said\`${name} asks for …\``. */
export type Said = readonly Piece[];
type Piece = { kind: 'words' | 'value' | 'strong'; text: string };

const MAX = 2_000;
/** Marks that turn the direction of everything after them: in a name they could turn our words, too. */
const TURNING = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;
const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A person's text on one line: without control characters, marks that turn the direction, and beyond reason long. */
export const oneLine = (text: string): string =>
  shortened(
    text
      .replace(TURNING, '')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim(),
  );

/** A person's text with its lines kept. */
export const manyLines = (text: string): string =>
  shortened(
    text
      .replace(TURNING, '')
      .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .trim(),
  );

const shortened = (text: string): string =>
  text.length > MAX ? `${text.slice(0, MAX).replace(/[\ud800-\udbff]$/, '')}…` : text;

export function said(words: TemplateStringsArray, ...values: (string | Said)[]): Said {
  return words.flatMap((text, i) => {
    const value = values[i];
    const ours: Piece[] = text === '' ? [] : [{ kind: 'words', text }];
    if (value === undefined) return ours;
    return [...ours, ...(typeof value === 'string' ? [{ kind: 'value' as const, text: oneLine(value) }] : value)];
  });
}

/** A value that stands out. */
export const strong = (value: string): Said => [{ kind: 'strong', text: oneLine(value) }];

/** Values as a list in a sentence: "A, B and C". */
export function listed(values: readonly string[]): Said {
  return values.flatMap((value, i) => {
    const between = i === 0 ? '' : i === values.length - 1 ? ' and ' : ', ';
    return [
      ...(between === '' ? [] : [{ kind: 'words' as const, text: between }]),
      { kind: 'value' as const, text: oneLine(value) },
    ];
  });
}

/** As plain text. A value written from right to left is set apart, so that it does not reorder the words around it. */
export const plain = (sentence: Said): string =>
  sentence.map(({ kind, text }) => (kind !== 'words' && RTL.test(text) ? `\u2068${text}\u2069` : text)).join('');

/** As HTML: everything escaped, and every value set apart from the direction of the words around it. */
export const inHtml = (sentence: Said): string =>
  sentence
    .map(({ kind, text }) => {
      if (kind === 'words') return escaped(text);
      const apart = `<bdi>${escaped(text)}</bdi>`;
      return kind === 'strong' ? `<strong>${apart}</strong>` : apart;
    })
    .join('');

export const escaped = (text: string): string => text.replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
