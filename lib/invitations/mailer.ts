import type { Call } from './ports';

/** One mail to one person. */
export type Mail = {
  /**
   * Stable: the same for every attempt at this mail. It becomes the Message-ID and the header X-Usher-Id, so that a mail
   * which arrives twice can be recognised.
   */
  id: string;
  to: string;
  toName: string;
  subject: string;
  text: string;
  html: string;
};

/** Why a mail did not go out, or may not have: without an answer nobody knows. */
export type MailFailure = {
  ok: false;
  /** `refused`: the server answered no to this mail. `unavailable`: it was not reached, or did not get that far. */
  error: 'not-configured' | 'refused' | 'unavailable';
  /** Trying again cannot help: the recipient or the mail itself is at fault. */
  permanent: boolean;
  /** The server's code, when it answered. */
  status: number | null;
  /** For the delivery log; a server's own words may name the recipient. */
  message: string;
};

/** Hands mail to a mail server. Never throws. Repeating is the caller's: delivery is at least once. */
export type Mailer = {
  send(mail: Mail, call: Call): Promise<{ ok: true; messageId: string } | MailFailure>;
};
