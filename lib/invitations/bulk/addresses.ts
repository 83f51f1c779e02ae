import { readCells, rowsOf } from './address-cells';
import { readLine } from './address-line';
import type { Listed } from './address-words';

export type { Listed } from './address-words';

/** How many people the field takes at once; for more there is the upload of a file. */
export const MAX_PEOPLE = 500;
/** 500 people with long names and addresses. What is longer is not read at all. */
export const MAX_TEXT = 200_000;

export type Addresses = {
  /** People and bad fragments in the order of the text; each person once. */
  listed: Listed[];
  /** The fragments of people who were there already. */
  doubled: { key: string; text: string }[];
  /** What stood beside people and was not used: headings, cells that are no name, "To:". */
  aside: string[];
};

/**
 * Takes apart what people paste: lists of addresses with commas, semicolons, white space or line breaks between them,
 * mailboxes as mail programs write them, cells of a spreadsheet. Never throws, and drops nothing: what is neither a person
 * nor a bad fragment is `doubled` or `aside`. The same person twice is one, with the name that either gave.
 */
export function readAddresses(text: string): Addresses {
  const { listed, aside } = isCells(text) ? readCells(text) : readLine(text);
  return { ...folded(listed), aside };
}

function isCells(text: string): boolean {
  if (text.includes('\t')) return true;
  const asRead = rowsOf(text).map((row) => row.join('\t'));
  return asRead.join('\n') !== text.replace(/\r\n?/gu, '\n');
}

function folded(all: readonly Listed[]): Pick<Addresses, 'listed' | 'doubled'> {
  const listed: Listed[] = [];
  const doubled: Addresses['doubled'] = [];
  const places = new Map<string, number>();
  for (const each of all) {
    const place = each.ok ? places.get(each.key) : undefined;
    const first = place === undefined ? undefined : listed[place];
    if (place === undefined || !each.ok || !first?.ok) {
      if (each.ok) places.set(each.key, listed.length);
      listed.push(each);
      continue;
    }
    doubled.push({ key: each.key, text: each.text });
    if (each.named && !first.named) listed[place] = { ...first, displayName: each.displayName, named: true };
  }
  return { listed, doubled };
}
