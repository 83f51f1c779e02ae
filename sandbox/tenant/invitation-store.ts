import { SortedList } from '../base/sorted-list';
import { INVITATION_STATUSES, type Invitation, type InvitationStatus } from './types';

/** What was true before a write; kept so that searches can be answered from an older snapshot. */
interface Write {
  no: number;
  at: number;
  seq: number;
  before: Invitation | null;
}

/** How far back a snapshot can reach, in writes. */
const WRITES_KEPT = 20_000;

export interface InvitationFilter {
  directoryAppId: string;
  status: InvitationStatus | null;
}

/** A point in the past: a write's number, or a time in milliseconds. */
export type Snapshot = { no: number } | { at: number };

/**
 * The invitations of the tenant, newest last by `seq`, with an index per directory and status and one by expiry.
 * Pending ones turn expired here, when a reader comes by after their time.
 */
export class InvitationStore {
  private readonly bySeq: Invitation[] = [];
  private readonly seqById = new Map<string, number>();
  private readonly seqsByEmail = new Map<string, number[]>();
  private readonly lists = new Map<string, SortedList<number>>();
  private readonly byExpiry = new SortedList<number>((a, b) => this.expiry(a) - this.expiry(b) || a - b);
  private writes: Write[] = [];
  private writeNo = 0;

  /**
   * @param now the invitations' clock, in milliseconds
   * @param expiryLag how long the status trails behind the expiry, in milliseconds
   */
  constructor(
    private readonly now: () => number,
    private readonly expiryLag: () => number,
  ) {}

  get size(): number {
    return this.bySeq.length;
  }

  get lastWrite(): number {
    return this.writeNo;
  }

  /** Takes over invitations that have always been there, oldest first: no snapshot goes back before them. */
  plant(past: readonly Omit<Invitation, 'seq'>[]): void {
    for (const fields of past) this.insert(fields);
  }

  add(fields: Omit<Invitation, 'seq'>): Invitation {
    const invitation = this.insert(fields);
    this.log(invitation.seq, null);
    return invitation;
  }

  get(id: string): Invitation | undefined {
    this.sweep();
    const seq = this.seqById.get(id);
    return seq === undefined ? undefined : this.bySeq[seq];
  }

  /** Every invitation to an address, without regard to case, oldest first. */
  forEmail(email: string): Invitation[] {
    this.sweep();
    return (this.seqsByEmail.get(email.toLowerCase()) ?? []).flatMap((seq) => this.bySeq[seq] ?? []);
  }

  update(id: string, patch: Partial<Omit<Invitation, 'seq' | 'id' | 'email' | 'directoryAppId'>>): Invitation {
    const before = this.get(id);
    if (before === undefined) throw new Error(`no invitation ${id}`);
    return this.replace(before, { ...before, ...patch });
  }

  /** The seqs that match, oldest first; an empty directory id means all directories. */
  matching(filter: InvitationFilter): SortedList<number> {
    this.sweep();
    return this.list(listKey(filter.directoryAppId, filter.status));
  }

  bySequence(seq: number): Invitation | undefined {
    return this.bySeq[seq];
  }

  /** The matching invitations as they were at a snapshot, oldest first. Costs a pass over the list. */
  matchingAt(filter: InvitationFilter, snapshot: Snapshot): Invitation[] {
    const list = this.matching(filter);
    const old = new Map<number, Invitation | null>();
    for (let i = this.writes.length - 1; i >= 0; i--) {
      const write = this.writes[i] as Write;
      const recent = 'no' in snapshot ? write.no > snapshot.no : write.at > snapshot.at;
      if (!recent) break;
      old.set(write.seq, write.before);
    }
    const found: Invitation[] = [];
    for (const seq of list) {
      const invitation = this.bySeq[seq];
      if (invitation !== undefined && !old.has(seq)) found.push(invitation);
    }
    for (const before of old.values()) {
      if (before === null) continue;
      if (filter.directoryAppId !== '' && before.directoryAppId !== filter.directoryAppId) continue;
      if (filter.status === null || before.status === filter.status) found.push(before);
    }
    return old.size === 0 ? found : found.sort((a, b) => a.seq - b.seq);
  }

  /** Turns pending invitations whose time (plus the lag) is over into expired ones. */
  private sweep(): void {
    const limit = this.now() - this.expiryLag();
    for (let first = this.byExpiry.at(0); first !== undefined; first = this.byExpiry.at(0)) {
      const invitation = this.bySeq[first] as Invitation;
      if (invitation.expiresAt > limit) return;
      this.replace(invitation, { ...invitation, status: 'EXPIRED', updatedAt: invitation.expiresAt });
    }
  }

  private insert(fields: Omit<Invitation, 'seq'>): Invitation {
    const invitation: Invitation = { seq: this.bySeq.length, ...fields };
    this.bySeq.push(invitation);
    this.seqById.set(invitation.id, invitation.seq);
    const email = invitation.email.toLowerCase();
    const seqs = this.seqsByEmail.get(email);
    if (seqs === undefined) this.seqsByEmail.set(email, [invitation.seq]);
    else seqs.push(invitation.seq);
    this.index(invitation);
    return invitation;
  }

  private replace(before: Invitation, after: Invitation): Invitation {
    this.unindex(before);
    this.bySeq[before.seq] = after;
    this.index(after);
    this.log(before.seq, before);
    return after;
  }

  private log(seq: number, before: Invitation | null): void {
    this.writes.push({ no: ++this.writeNo, at: this.now(), seq, before });
    if (this.writes.length > 2 * WRITES_KEPT) this.writes = this.writes.slice(-WRITES_KEPT);
  }

  private expiry(seq: number): number {
    return this.bySeq[seq]?.expiresAt ?? 0;
  }

  private index(invitation: Invitation): void {
    for (const key of keysOf(invitation)) this.list(key).insert(invitation.seq);
    if (invitation.status === 'PENDING') this.byExpiry.insert(invitation.seq);
  }

  private unindex(invitation: Invitation): void {
    for (const key of keysOf(invitation)) this.list(key).remove(invitation.seq);
    if (invitation.status === 'PENDING') this.byExpiry.remove(invitation.seq);
  }

  private list(key: string): SortedList<number> {
    let list = this.lists.get(key);
    if (list === undefined) {
      list = new SortedList<number>((a, b) => a - b);
      this.lists.set(key, list);
    }
    return list;
  }
}

function listKey(directoryAppId: string, status: InvitationStatus | null): string {
  return `${directoryAppId}/${status === null ? '' : INVITATION_STATUSES.indexOf(status)}`;
}

function keysOf(invitation: Invitation): string[] {
  const { directoryAppId, status } = invitation;
  return [listKey('', null), listKey('', status), listKey(directoryAppId, null), listKey(directoryAppId, status)];
}
