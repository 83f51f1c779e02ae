/** A mail as it arrived. */
export interface ReceivedMail {
  id: string;
  at: string;
  /** The addresses of the envelope: who it came from and where it went. */
  sender: string;
  to: string[];
  /** What the headers say, decoded. */
  from: string;
  toHeader: string;
  subject: string;
  /** Without its angle brackets. */
  messageId: string;
  /** As they were sent, unfolded but not decoded; the names in lower case. */
  headers: Record<string, string[]>;
  /** "" where the mail has no such part. */
  text: string;
  html: string;
  /** Who signed in to send it; null for nobody. */
  user: string | null;
}

/** More are not kept: the oldest goes first. */
const LIMIT = 1_000;

/** The mails that arrived, all recipients' in one heap. */
export class Mailbox {
  private mails: ReceivedMail[] = [];
  private nextId = 1;

  add(mail: Omit<ReceivedMail, 'id'>): void {
    this.mails.push({ id: String(this.nextId++), ...mail });
    if (this.mails.length > LIMIT) this.mails.shift();
  }

  /** Newest first. `to` is one recipient, in any case; `since` is a time in milliseconds. */
  list({ to, since }: { to?: string | null; since?: number | null } = {}): ReceivedMail[] {
    const address = to?.toLowerCase();
    return this.mails
      .filter((mail) => address === undefined || mail.to.some((each) => each.toLowerCase() === address))
      .filter((mail) => since === undefined || since === null || Date.parse(mail.at) >= since)
      .reverse();
  }

  get(id: string): ReceivedMail | undefined {
    return this.mails.find((mail) => mail.id === id);
  }

  /** Numbers go on, so that an id never comes twice. */
  clear(): void {
    this.mails = [];
  }
}
