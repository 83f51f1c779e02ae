import { unquote } from '../mailbox';
import { hasContent, isNameLike, isNoise, type Listed, listed, noAddress } from './address-words';

/** People in running text: separated by commas, semicolons, white space or lines, in the forms that mail programs write. */
export type Line = { listed: Listed[]; aside: string[] };

type Token = { kind: 'break' | 'comma' | 'quoted' | 'angle' | 'comment' | 'word'; raw: string };

// Each alternative stops at the first thing that it cannot hold, so the whole is read once.
const TOKEN = new RegExp(
  [
    String.raw`(?<break>[;；]|[\n\r\u2028\u2029]\s*)`,
    '(?<comma>[,，、])',
    String.raw`(?<quoted>"(?:[^"\\\n]|\\[^\n])*"(?!@))`,
    String.raw`(?<angle><[^<>\n]*>)`,
    String.raw`(?<comment>\([^()\n]*\))`,
    String.raw`(?<word>"[^"\n]*"@[^\s,;<>]*|[<(]?[^\s,，、;；<(]+|[<(])`,
  ].join('|'),
  'gu',
);

const inside = (raw: string): string => raw.slice(1, -1);
const ats = (text: string): number => text.split('@').length - 1;

function* tokens(text: string, deep: boolean): Generator<Token> {
  for (const { 0: raw, groups, index } of text.matchAll(TOKEN)) {
    const kind = Object.entries(groups ?? {}).find(([, value]) => value !== undefined)?.[0] as Token['kind'];
    // A whole mailbox in quotes, or several addresses in one pair of brackets: what is inside is the list.
    const nested =
      (kind === 'quoted' &&
        raw.includes('@') &&
        !/^\s*</u.test(text.slice(index + raw.length, index + raw.length + 8))) ||
      (kind === 'angle' && ats(raw) > 1 && /[\s,;]/u.test(raw.trim()));
    // A line that goes on with `<` is one that a mail program has folded.
    if (kind === 'break' && !/[;；]/u.test(raw) && text[index + raw.length] === '<') continue;
    if (deep && nested) yield* tokens(inside(raw), false);
    else yield { kind, raw };
  }
}

/** Between two commas: people found there, and words that belong to nobody yet. */
type Piece = { kind: 'found'; raw: string; address: string; name: string; bare: boolean } | Words;
type Words = { kind: 'words'; words: string[] };

function piecesOf(part: readonly Token[], aside: string[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { kind, raw } of part) {
    const last = pieces.at(-1);
    if (kind === 'angle') {
      const again = last?.kind === 'found' && last.bare && listed(raw, raw, last.address);
      if (last?.kind === 'words') {
        pieces.splice(-1, 1, found(`${rawOf(last)} ${raw}`, raw, nameOf(last), false));
      } else if (last?.kind === 'found' && again && again.ok && !again.named) {
        pieces.splice(-1, 1, { ...last, raw: `${last.raw} ${raw}`, bare: false });
      } else pieces.push(found(raw, raw, '', false));
    } else if (kind === 'comment' && last?.kind === 'found' && last.name === '') {
      pieces.splice(-1, 1, { ...last, raw: `${last.raw} ${raw}`, name: unquote(inside(raw)), bare: false });
    } else if (raw.includes('@') && kind !== 'quoted') {
      pieces.push(found(raw, raw, '', true));
    } else if (isNoise(raw)) {
      if (hasContent(raw)) aside.push(raw);
    } else if (last?.kind === 'words') {
      last.words.push(raw);
    } else pieces.push({ kind: 'words', words: [raw] });
  }
  return named(pieces);
}

const rawOf = (piece: Piece): string => (piece.kind === 'found' ? piece.raw : piece.words.join(' '));
const nameOf = ({ words }: Words): string => words.map(unquote).join(' ');

const found = (raw: string, address: string, name: string, bare: boolean): Piece => ({
  kind: 'found',
  raw,
  address,
  name,
  bare,
});

const isName = (piece: Piece | undefined): piece is Words =>
  piece?.kind === 'words' && piece.words.every((word) => word.startsWith('"') || isNameLike(word));

/** `Ada Lovelace ada@…` and `ada@… Ada Lovelace`, also several in a row: only where names and addresses take turns. */
function named(pieces: Piece[]): Piece[] {
  if (pieces.length === 0 || pieces.length % 2 !== 0) return pieces;
  const first = pieces[0]?.kind;
  const turns = pieces.every((piece, at) =>
    (at % 2 === 0) === (first === 'words') ? isName(piece) : piece.kind === 'found' && piece.bare,
  );
  if (!turns) return pieces;
  return pieces.flatMap((piece, at) => {
    const next = pieces[at + 1];
    if (at % 2 !== 0 || next === undefined) return [];
    const [words, person] = piece.kind === 'words' ? [piece, next] : [next, piece];
    if (words.kind !== 'words' || person.kind !== 'found') return [];
    return [{ ...person, raw: `${rawOf(piece)} ${rawOf(next)}`, name: nameOf(words), bare: false }];
  });
}

/** One segment, its parts divided by commas that may also stand within a name: `Lovelace, Ada <ada@…>`. */
function peopleIn(parts: Piece[][], ofSemicolons: boolean, aside: string[]): Listed[] {
  const pieces: Piece[] = [];
  for (const part of parts) {
    const before = pieces.at(-1);
    const [head] = part;
    const named = head?.kind === 'found' && !head.bare && head.name !== '';
    if (named && isName(before) && (before.words.length === 1 || ofSemicolons)) {
      pieces.pop();
      part[0] = { ...head, raw: `${rawOf(before)}, ${head.raw}`, name: `${nameOf(before)}, ${head.name}` };
    }
    for (const piece of part) pieces.push(piece);
  }
  const people = pieces.filter((piece) => piece.kind === 'found');
  const names = pieces.filter(isName);
  const [only] = people;
  const words = names.reduce((sum, each) => sum + each.words.length, 0);
  if (people.length === 1 && only?.bare && words > 1 && names.length === pieces.length - 1) {
    const whole = names.find((each) => each.words.length > 1);
    for (const each of whole ? names : []) if (each !== whole) aside.push(rawOf(each));
    const name = (whole ? [whole] : names).map(nameOf).join(', ');
    return [listed(pieces.map(rawOf).join(', '), only.address, name)];
  }
  return pieces.flatMap((piece) => {
    if (piece.kind === 'found') return [listed(piece.raw, piece.address, piece.name)];
    const { words: all } = piece;
    return isName(piece) ? [noAddress(rawOf(piece))] : all.map(noAddress);
  });
}

/** Reads running text. Nothing is dropped: what is no person and no bad fragment is `aside`. */
export function readLine(text: string): Line {
  const aside: string[] = [];
  const people: Listed[] = [];
  const ofSemicolons = /[;；]/u.test(text);
  let parts: Piece[][] = [];
  let part: Token[] = [];
  const endPart = () => {
    parts.push(piecesOf(part, aside));
    part = [];
  };
  const endSegment = () => {
    endPart();
    for (const person of peopleIn(parts, ofSemicolons, aside)) people.push(person);
    parts = [];
  };
  for (const token of tokens(text, true)) {
    if (token.kind === 'break') endSegment();
    else if (token.kind === 'comma') endPart();
    else part.push(token);
  }
  endSegment();
  return { listed: people, aside };
}
