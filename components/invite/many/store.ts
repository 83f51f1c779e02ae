import { MAX_PEOPLE, MAX_TEXT, readAddresses } from '@/lib/invitations/bulk/addresses';
import { peopleDraft } from '../draft';
import { type Beside, type Entry, type Own, peopleText, readPeople, summary, withMore } from './people';

export type PeopleState = {
  entries: Entry[];
  /** What stands in the field and is not read yet. */
  text: string;
  /** What there is to say of all that was put in. */
  said: string;
  /** Why something was not put in; "" otherwise. */
  refused: string;
  /** By the entry's id: what is wrong with what was said of a person. */
  problems: ReadonlyMap<number, string>;
};

const NOTHING: Beside = { doubled: 0, aside: [] };

/** Why so much is not taken; "" where it is. */
export const tooMany = (people: number): string =>
  people <= MAX_PEOPLE
    ? ''
    : `That would be ${people.toLocaleString('en')} people; this field takes ${MAX_PEOPLE}. Nothing was added. For more, upload a file.`;

/** The people in the form, outside of any component: it outlives the parts that show it, and keeps itself as a draft. */
export function openPeople(owner: string) {
  let state: PeopleState = { entries: [], text: '', said: '', refused: '', problems: new Map() };
  const listeners = new Set<() => void>();

  function put(change: Partial<PeopleState>, beside: Beside = NOTHING) {
    const entries = change.entries ?? state.entries;
    state = { ...state, refused: '', problems: new Map(), said: summary(entries, beside), ...change };
    if (change.entries !== undefined) peopleDraft.save(peopleText(owner, entries));
    for (const listener of listeners) listener();
  }

  const find = (id: number): Entry | undefined => state.entries.find((each) => each.id === id);
  const change = (id: number, with_: (entry: Entry) => Entry) =>
    put({ entries: state.entries.map((each) => (each.id === id ? with_(each) : each)), said: state.said });

  /** Reads text into the list; false when that is too much, and then nothing of it is. */
  function take(text: string, inPlaceOf?: Entry): boolean {
    if (text.length > MAX_TEXT) {
      put({
        refused: 'That is too much text for this field. Nothing was added. For more, upload a file.',
        said: state.said,
      });
      return false;
    }
    const { entries, beside } = withMore(state.entries, readAddresses(text), inPlaceOf);
    const refused = tooMany(entries.length);
    if (refused === '') put({ entries }, beside);
    else put({ refused, said: state.said });
    return refused === '';
  }

  return {
    get: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    take,
    /** What was typed so far; `read` ends it. */
    type: (text: string) => put({ text, said: state.said }),
    read(): boolean {
      const { text } = state;
      if (text.trim() === '') return true;
      const taken = take(text);
      if (taken) put({ text: '', said: state.said });
      return taken;
    },
    /** Other text in the place of one; nothing at all takes it away. */
    mend(id: number, text: string) {
      const entry = find(id);
      if (entry !== undefined) take(text, entry);
    },
    remove: (id: number) => put({ entries: state.entries.filter((each) => each.id !== id) }),
    rename: (id: number, displayName: string) =>
      change(id, (each) => (each.ok ? { ...each, displayName, named: true } : each)),
    differ: (id: number, own: Partial<Own>) => change(id, (each) => ({ ...each, own: { ...each.own, ...own } })),
    blame: (problems: ReadonlyMap<number, string>) => put({ problems, said: state.said }),
    /** What a draft holds, if there is one of this person's. */
    restore(): boolean {
      const kept = readPeople(peopleDraft.load(), owner);
      if (kept === null) peopleDraft.drop();
      else put({ entries: kept });
      return kept !== null;
    },
  };
}

export type PeopleStore = ReturnType<typeof openPeople>;
