import { closest, distance } from 'fastest-levenshtein';

/** Something that files call by its id or one of its names; the first name is the one to show. */
export type Named = { id: string; names: readonly string[] };

/** What is called so, and what else is near. */
export type Index = {
  /** The ids of all that are called so: none, one, or several. */
  find(text: string): readonly string[];
  /** Names that were perhaps meant, the nearest first. */
  near(text: string): readonly string[];
};

/** What names are compared by: without case, width and extra blanks. */
export const nameKey = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** Finds by id first, so that a name that reads as another's id means nobody else; then by any of the names. */
export function indexOf(all: readonly Named[]): Index {
  const byId = new Map(all.map(({ id }) => [nameKey(id), id]));
  const byName = new Map<string, Set<string>>();
  const shown = new Map<string, string>();
  for (const { id, names } of all) {
    for (const name of names) {
      const key = nameKey(name);
      if (key === '') continue;
      byName.set(key, (byName.get(key) ?? new Set()).add(id));
      shown.set(key, names[0] ?? name);
    }
  }
  return {
    find(text) {
      const key = nameKey(text);
      const id = byId.get(key);
      return id === undefined ? [...(byName.get(key) ?? [])] : [id];
    },
    near(text) {
      const key = nameKey(text);
      const keys = [...shown.keys()];
      if (keys.length === 0 || key === '') return [];
      const within = keys.filter((each) => key.length >= 3 && (each.includes(key) || key.includes(each)));
      const slip = closest(key, keys);
      if (distance(key, slip) <= Math.max(1, Math.floor(key.length / 4))) within.unshift(slip);
      return [...new Set(within.map((each) => shown.get(each) ?? each))].slice(0, SUGGESTED);
    },
  };
}

/** More names than this help nobody to choose. */
export const SUGGESTED = 3;
