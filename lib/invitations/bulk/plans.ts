import type { Human, InvitationRecord } from '../ledger';
import type { LedgerState } from '../ledger-states';
import type { UpstreamUser } from '../ports';
import type { Batch, Finding, PlanShape, RowClass } from './batch';

/** An invitation of somebody in the batch, as the ledger and its copy know it. */
export type KnownInvitation = {
  id: string;
  directoryId: string;
  emailKey: string;
  state: LedgerState;
  origin: 'usher' | 'outside';
  /** Who sent it; "" for one made outside Usher. */
  sender: string;
  expiresAt: Date | null;
  acceptedAt: Date | null;
  createdAt: Date;
};

/** The same person in another batch that is under way or over. */
export type Elsewhere = {
  directoryId: string;
  emailKey: string;
  /** It is an upload of the same file. */
  sameFile: boolean;
  /** Who started it, and when. */
  who: string;
  when: Date;
  /** Confirmed there, and not in the ledger yet. */
  waiting: boolean;
  invitationId: string | null;
};

/** What the local copy knows of some addresses. */
export type KnownOfThem = {
  /** Newest first. */
  invitations: KnownInvitation[];
  people: { emailKey: string; user: UpstreamUser }[];
  /** Who asked for somebody, with nobody having decided yet. */
  asked: { directoryId: string; emailKey: string; who: string; when: Date }[];
  elsewhere: Elsewhere[];
};

export type Classed = { number: number; class: RowClass | null; finding: Finding };

/** A plan that is being made; `mark` is another one after each change of the batch. */
export type Planning = { batch: Batch; mark: string };

/**
 * What plans are made of and kept in. It reads the ledger, its copy and the other batches, hundreds of addresses at a time;
 * whatever is written is refused once the batch is not what it was when planning began.
 */
export type Plans = {
  /** Makes it one that is to be planned, in the name of whoever asks; null when nothing in it may be changed any more. */
  ask(id: string, by: Human): Promise<Batch | null>;
  /** Those that are to be planned. */
  due(): Promise<string[]>;
  /** Begins anew with one that is to be planned; null when it is not. */
  begin(id: string): Promise<Planning | null>;
  save(planning: Planning, rows: readonly Classed[]): Promise<boolean>;
  finish(planning: Planning, plan: { hash: string; copiedAt: Date | null }): Promise<boolean>;
  /** Keeps what has changed since the plan `shown` was made, as a plan of its own. */
  renew(
    id: string,
    shown: string,
    plan: { hash: string; copiedAt: Date | null; changed: readonly Classed[] },
  ): Promise<boolean>;
  /** Lets it go, as the plan `shown` has it, with its entry in the audit; null when it is not that plan any more. */
  confirm(
    id: string,
    shown: string,
    how: { hash: string; policy: number; holdMinutes: number; actor: Human; requestId: string },
  ): Promise<Batch | null>;
  /** Writes down why rows of a class are right as they are, and plans anew; answers how many, null when it is not planned. */
  acknowledge(
    id: string,
    which: { class: 'lookalike' | 'revoked'; numbers: readonly number[] | null },
    because: string,
  ): Promise<number | null>;
  /** Takes the addresses that were probably meant, and plans anew. */
  fix(id: string, numbers: readonly number[] | null): Promise<number | null>;
  /** What the counts of classes do not say. */
  shape(id: string): Promise<PlanShape>;
  /** Every address that is not left out, for a look at all of them at once. */
  addresses(id: string): Promise<{ number: number; email: string; displayName: string }[]>;
  known(keys: readonly string[], batch: Pick<Batch, 'id' | 'fileHash'>): Promise<KnownOfThem>;
  /** Of invitations that were revoked: by whom, when and why. */
  revokes(ids: readonly string[]): Promise<Map<string, { who: string; when: Date; why: string }>>;
  /** Invitations that a bulk act is about. */
  targets(ids: readonly string[]): Promise<Map<string, InvitationRecord>>;
  /** People of the copy, by id. */
  peopleById(ids: readonly string[]): Promise<Map<string, UpstreamUser>>;
  /** Everybody whom an address could be mistaken for, in order of their ids. */
  everybody(after: string, limit: number): Promise<{ id: string; name: string; email: string }[]>;
  /** Invitations of the last 24 hours to each domain. */
  sentToDomains(): Promise<Map<string, number>>;
  /** When the copy of people and of these directories was last whole, at the latest; null when one never was. */
  copiedAt(directoryIds: readonly string[]): Promise<Date | null>;
};
