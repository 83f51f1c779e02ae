import type { DeskEvent } from './desk';
import type { Human } from './ledger';

/** What narrows the audit down. "" stands for "any"; days are UTC, `to` is included. */
export type AuditFilter = {
  /** Part of the name or address of an actor or an invited person, or their exact id. */
  person: string;
  /** The ledger's id of an invitation. */
  invitationId: string;
  /** An action, or the beginning of several, as in `invitation`. */
  action: string;
  from: string;
  to: string;
};

export type AuditNote = { action: string; actor: Human; requestId: string; details: Record<string, string | number> };

/** What looking at the whole chain found. */
export type AuditVerdict = {
  ok: boolean;
  entries: number;
  erased: number;
  problems: { sequence: number | null; message: string }[];
};

/** The audit, as its page reads it. Entries of changes are written by whoever makes the change, not here. */
export type AuditBook = {
  /** Newest first; `before` is the sequence at which the last page ended. */
  page(filter: AuditFilter, before: number | null, limit: number): Promise<DeskEvent[]>;
  /** JSON Lines, oldest first. Without a filter each line is an entry with its hashes, as `npm run audit:verify` reads them. */
  lines(filter: AuditFilter): AsyncIterable<string>;
  /** The actions that occur, for the filter. */
  actions(): Promise<string[]>;
  /** Records something that changes nothing else, such as an export. */
  note(note: AuditNote): Promise<void>;
  verify(): Promise<AuditVerdict>;
};
