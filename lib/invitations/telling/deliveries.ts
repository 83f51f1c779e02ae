import type { DeskEvent } from '../desk';
import type { CHANNELS, DeliveryState } from './kinds';

export type Channel = (typeof CHANNELS)[number];

/** One thing to be told to one recipient. */
export type NewDelivery = {
  channel: Channel;
  /** A kind of mail, or the event's name. */
  kind: string;
  /** An address, or the id of a webhook. */
  recipient: string;
  /** What it tells of, to whom: the same is never put in twice. */
  key: string;
  /** The audit entry that it came of; null for a digest or a trial. */
  sequence: number | null;
  payload: Record<string, unknown>;
};

export type Delivery = NewDelivery & {
  /** Stays the same however often it is tried: what a recipient recognises it by. */
  id: string;
  state: DeliveryState;
  tries: number;
  dueAt: Date;
  lastProblem: string;
  createdAt: Date;
  updatedAt: Date;
};

/** How one try ended. `retryAt` null: delivered, or given up. */
export type TryOutcome = {
  ok: boolean;
  /** HTTP status or SMTP code; null when there was no answer. */
  status: number | null;
  tookMs: number;
  problem: string;
  retryAt: Date | null;
};

export type DeliveryTry = { number: number; at: Date; status: number | null; tookMs: number; problem: string };

export type Logged = { delivery: Delivery; tries: DeliveryTry[] };

/** A reader of the audit: what it makes of its entries. Reads only; it may be asked twice for the same entries. */
export type Reader = { name: string; fan(events: readonly DeskEvent[]): Promise<NewDelivery[]> };

/** The store of what is to be told, and of what was. */
export type Deliveries = {
  /** Gives each of these readers a mark at the end of the audit, unless it has one: nobody is told of what was before. */
  begin(readers: readonly string[]): Promise<void>;
  /**
   * Takes `reader` one stretch of the audit further: what it makes of the entries is put in, and its mark moved, in one
   * transaction. Answers how many entries that were; 0 at the end.
   */
  follow(reader: Reader): Promise<number>;
  /** Puts in what comes of no entry: a digest, a trial. What is in already is left as it is. */
  add(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Takes up to `limit` of `channels` that are due, and keeps them from everybody else for `leaseMs`. Each counts as a try. */
  claimDue(claim: { channels: readonly Channel[]; limit: number; leaseMs: number }): Promise<Delivery[]>;
  /** Records how a try ended. */
  ended(id: string, outcome: TryOutcome): Promise<void>;
  byId(id: string): Promise<Logged | null>;
  /** What went to one recipient, newest first, with every try. */
  log(recipient: string, limit: number): Promise<Logged[]>;
  /** Makes one due now, whatever has become of it; false when there is none. */
  again(id: string): Promise<boolean>;
  /** Forgets what ended before `before`. */
  forget(before: Date): Promise<number>;
};
