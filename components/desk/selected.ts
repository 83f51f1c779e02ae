import { type Count, MAX_SELECTED } from '@/lib/invitations/desk';

export type Selectable = { id: string; email: string };
/** What is selected, by id: rows come, go and change places in a list that is looked at. */
export type Selected = ReadonlyMap<string, Selectable>;
/** `anchor`: the row touched last, where a range begins. `all`: everything that matches, on this page or not. */
export type Selecting = { selected: Selected; anchor: string | null; all: boolean };

export const NOTHING: Selecting = { selected: new Map(), anchor: null, all: false };

/** After a touch of one row; with `range`, all from the one touched before it become as this one does. */
export function touched(now: Selecting, page: readonly Selectable[], id: string, range: boolean): Selecting {
  const to = page.findIndex((row) => row.id === id);
  const from = range ? page.findIndex((row) => row.id === now.anchor) : -1;
  const rows = page.slice(from < 0 ? to : Math.min(from, to), (from < 0 ? to : Math.max(from, to)) + 1);
  return { selected: changed(now.selected, rows, !now.selected.has(id)), anchor: id, all: false };
}

/** After a touch of "select all on this page": all of them, or none where all were. */
export function pageTouched(now: Selecting, page: readonly Selectable[]): Selecting {
  const all = page.every(({ id }) => now.selected.has(id));
  return { selected: changed(now.selected, page, !all), anchor: null, all: false };
}

/** No more than can be acted on at once; the first ones count. */
function changed(selected: Selected, rows: readonly Selectable[], on: boolean): Selected {
  const next = new Map(selected);
  for (const row of rows) {
    if (!on) next.delete(row.id);
    else if (next.size < MAX_SELECTED) next.set(row.id, row);
  }
  return next;
}

/** What "all that match" are called: counting beyond a thousand of a filter is left to whoever acts on them. */
export function matchingWords(count: Count | null): string {
  if (count === null) return 'all that match';
  const number = count.value.toLocaleString('en');
  return count.atLeast ? `all that match, more than ${number}` : `all ${number} that match`;
}

export function selectedWords(count: number): string {
  if (count === 0) return 'Nothing selected';
  return count < MAX_SELECTED ? `${count} selected` : `${count} selected, the most at once`;
}
