import { rfc3339 } from '../base/clock';

const KEPT = 20_000;

/** One request as the sandbox saw it. */
export interface JournalEntry {
  n: number;
  at: string;
  operation: string;
  method: string;
  path: string;
  /** Null as long as there is no answer, and for good when the connection was dropped, hung or given up. */
  status: number | null;
  fault: string | null;
  requestId: string;
  /** The parsed JSON of an API call, or the summary of a token request; never a secret. */
  body: unknown;
  /** The invitation that this request created or revoked, also when the answer was lost. */
  committed: string | null;
}

export interface Counter {
  requests: number;
  committed: number;
  /** Answers by HTTP status; 'none' counts dropped, hung and given up ones. */
  byStatus: Record<string, number>;
}

/** What happened: the last {@link KEPT} requests at least, and exact counts of all of them. */
export class Journal {
  private entries: JournalEntry[] = [];
  private counts: Record<string, Counter> = {};
  private last = 0;
  /** Requests opened since the last clear; one that ends after it is not counted any more. */
  private current = new WeakSet<JournalEntry>();

  open(at: number, fields: Pick<JournalEntry, 'operation' | 'method' | 'path' | 'requestId'>): JournalEntry {
    const entry: JournalEntry = {
      n: ++this.last,
      at: rfc3339(at),
      ...fields,
      status: null,
      fault: null,
      body: null,
      committed: null,
    };
    this.entries.push(entry);
    this.current.add(entry);
    if (this.entries.length > 2 * KEPT) this.entries = this.entries.slice(-KEPT);
    this.counter(entry).requests++;
    return entry;
  }

  /** Records how a request ended; null when no answer was given. */
  finish(entry: JournalEntry, status: number | null): void {
    entry.status = status;
    if (!this.current.has(entry)) return;
    const { byStatus } = this.counter(entry);
    const key = status === null ? 'none' : String(status);
    byStatus[key] = (byStatus[key] ?? 0) + 1;
  }

  /** Records an effect, which may come after the end of the request. */
  commit(entry: JournalEntry, id: string): void {
    entry.committed = id;
    if (!this.current.has(entry)) return;
    this.counter(entry).committed++;
  }

  requests(operation: string | null): JournalEntry[] {
    const kept = this.entries.slice(-KEPT);
    return operation === null ? kept : kept.filter((entry) => entry.operation === operation);
  }

  counters(): Record<string, Counter> {
    return this.counts;
  }

  clear(): void {
    this.entries = [];
    this.counts = {};
    this.last = 0;
    this.current = new WeakSet();
  }

  private counter(entry: JournalEntry): Counter {
    this.counts[entry.operation] ??= { requests: 0, committed: 0, byStatus: {} };
    return this.counts[entry.operation] as Counter;
  }
}
