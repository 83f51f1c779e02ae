import { plainText } from '../base/plain-text';
import { SortedList } from '../base/sorted-list';
import type { User } from './types';

/** Where a page starts: behind the entry with this name and id. */
export interface UserCursor {
  name: string;
  id: string;
}

interface Entry {
  user: User;
  name: string;
  haystack: string;
}

/** The users of the tenant, found by id and by email address and walked in the order of their names. */
export class UserStore {
  private readonly byId = new Map<string, Entry>();
  private readonly byEmail = new Map<string, Entry[]>();
  private readonly byName = new SortedList<Entry>((a, b) => compareKeys(a.name, a.user.id, b.name, b.user.id));

  get size(): number {
    return this.byId.size;
  }

  add(user: User): void {
    const name = plainText(user.displayName);
    const haystack = plainText(`${user.displayName}\n${user.emails.join('\n')}\n${user.email}`);
    const entry: Entry = { user, name, haystack };
    this.byId.set(user.id, entry);
    for (const email of new Set([user.email, ...user.emails].map((address) => address.toLowerCase()))) {
      const list = this.byEmail.get(email);
      if (list === undefined) this.byEmail.set(email, [entry]);
      else list.push(entry);
    }
    this.byName.insert(entry);
  }

  get(id: string): User | undefined {
    return this.byId.get(id)?.user;
  }

  /** The first user with that address, primary or other, without regard to case. */
  withEmail(email: string): User | undefined {
    return this.byEmail.get(email.toLowerCase())?.[0]?.user;
  }

  /** Changes what an administrator of the tenant could change; false when there is no such user. */
  update(id: string, patch: Partial<Pick<User, 'status' | 'roleIds' | 'updatedAt' | 'deletedAt'>>): boolean {
    const user = this.get(id);
    if (user === undefined) return false;
    Object.assign(user, patch);
    return true;
  }

  /**
   * One page in the order of names.
   *
   * @param narrow `email` and `ids` limit the candidates by index; `query` is split into words that must all occur in
   *   the name or an address
   */
  page(
    narrow: { email?: string; ids?: readonly string[]; query?: string },
    accept: (user: User) => boolean,
    after: UserCursor | null,
    limit: number,
  ): { users: User[]; next: UserCursor | null } {
    const words = plainText(narrow.query ?? '')
      .split(/\s+/)
      .filter((word) => word !== '');
    const users: User[] = [];
    let last: Entry | undefined;
    for (const entry of this.candidates(narrow, after)) {
      if (!words.every((word) => entry.haystack.includes(word)) || !accept(entry.user)) continue;
      if (users.length === limit) return { users, next: last ? { name: last.name, id: last.user.id } : null };
      users.push(entry.user);
      last = entry;
    }
    return { users, next: null };
  }

  private *candidates(
    narrow: { email?: string; ids?: readonly string[] },
    after: UserCursor | null,
  ): Generator<Entry, void> {
    if (narrow.email === undefined && narrow.ids === undefined) {
      const start = after === null ? 0 : this.byName.firstIndex((entry) => isAfter(entry, after));
      for (let i = start; i < this.byName.length; i++) {
        const entry = this.byName.at(i);
        if (entry !== undefined) yield entry;
      }
      return;
    }
    let found = narrow.email !== undefined ? (this.byEmail.get(narrow.email.toLowerCase()) ?? []) : null;
    if (narrow.ids !== undefined) {
      const ids = new Set(narrow.ids);
      found = found
        ? found.filter((entry) => ids.has(entry.user.id))
        : [...ids].flatMap((id) => this.byId.get(id) ?? []);
    }
    const sorted = [...(found ?? [])].sort((a, b) => compareKeys(a.name, a.user.id, b.name, b.user.id));
    for (const entry of sorted) {
      if (after === null || isAfter(entry, after)) yield entry;
    }
  }
}

function isAfter(entry: Entry, cursor: UserCursor): boolean {
  return compareKeys(entry.name, entry.user.id, cursor.name, cursor.id) > 0;
}

function compareKeys(nameA: string, idA: string, nameB: string, idB: string): number {
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return idA < idB ? -1 : idA > idB ? 1 : 0;
}
