/** Why a file is not taken, as a closed set; its words stand in `refusal-words.ts`. */

/** What a file is that is no text of separated values, by its first bytes. */
export const FOREIGN_KINDS = [
  'excel',
  'open-document',
  'old-office',
  'archive',
  'compressed',
  'pdf',
  'image',
  'web-page',
  'rich-text',
  'binary',
] as const;
export type ForeignKind = (typeof FOREIGN_KINDS)[number];

export type FileRefusal =
  | { kind: 'empty' | 'no-rows' | 'too-large' | 'too-many-rows' }
  | { kind: 'foreign'; is: ForeignKind }
  /** `row` counts as a spreadsheet does: from 1, the header and blank rows included. */
  | { kind: 'quote-not-closed' | 'row-too-long' | 'too-many-columns'; row: number };

/** Carries a refusal out of a stream that is being read; `readCsv` makes a value of it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly refusal: FileRefusal) {
    super(refusal.kind);
  }
}
