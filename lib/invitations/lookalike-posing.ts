import { skeleton } from './confusable';
import { isFreeMail } from './free-mail';
import { type Reference, type Shelves, WELL_KNOWN } from './known-domains';

/** Shorter names are in too many words: as a word of its own, and as its beginning or end. */
const SHORTEST = {
  own: { whole: 3, part: 4 },
  directory: { whole: 3, part: 4 },
  invited: { whole: 4, part: 6 },
} as const satisfies Record<Reference['of'], { whole: number; part: number }>;

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '')
    .map(skeleton);

/** Whose name an address of free mail, or its owner, goes by: acme.logistics@gmail.com. */
export function posesAs(local: string, displayName: string, { own, directory, invited }: Shelves): Reference[] {
  const name = wordsOf(displayName);
  const words = [wordsOf(local), name];
  // Firms are called after people: Kelly Johnson does not pose as johnson.example.
  const surname = name.length > 1 ? name.at(-1) : undefined;
  return [own, directory, invited]
    .flatMap(({ byReading }) => [
      ...words.flatMap(neighbours).flatMap((word) => named(byReading, word, 'whole')),
      ...words
        .flat()
        .flatMap(ends)
        .flatMap((part) => named(byReading, part, 'part')),
    ])
    .filter(({ like, word }) => like.of !== 'invited' || (like.times >= WELL_KNOWN && word !== surname))
    .map(({ like }) => like)
    .filter(({ registered }) => !isFreeMail(registered));
}

const named = (
  byReading: ReadonlyMap<string, Reference[]>,
  word: string,
  how: 'whole' | 'part',
): { like: Reference; word: string }[] =>
  (byReading.get(word) ?? [])
    .filter(({ label, of }) => label.length >= SHORTEST[of][how])
    .map((like) => ({ like, word }));

/** Each word, and up to three that stand together: a domain writes them as one, and hyphens are not read. */
const neighbours = (words: string[]): string[] =>
  words.flatMap((_, at) => [1, 2, 3].map((count) => words.slice(at, at + count).join('')));

/** Every beginning and every end of a word, but the word. */
const ends = (word: string): string[] =>
  Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => at + 1).flatMap((at) => [
    word.slice(0, at),
    word.slice(at),
  ]);
