import type { SystemContext } from '../context';
import type { InvitationRecord } from '../ledger';
import type { UpstreamUser } from '../ports';
import type { Deliveries } from './deliveries';

export type Party = { name: string; email: string };

/** A request as a letter shows it: with names, not ids. */
export type RequestInLetter = {
  id: string;
  requester: Party;
  guest: Party;
  directory: string;
  roles: readonly string[];
  purpose: string;
  /** Until when access is wanted, in words; "" when nothing was said. */
  until: string;
};

export type ChangeInLetter =
  | { kind: 'roles-removed'; roles: readonly string[] }
  | { kind: 'name'; from: string; to: string }
  | { kind: 'note'; text: string };

export type DecisionInLetter =
  | { kind: 'approved'; by: Party; changes: readonly ChangeInLetter[] }
  | { kind: 'denied'; by: Party; reason: string }
  | { kind: 'asked-back'; by: Party; question: string }
  | { kind: 'expired' };

/** As whom somebody reads of an invitation: `requester` and `sponsor` see their guests, `inviter` the desk. */
export type InvitationReader = 'inviter' | 'requester' | 'sponsor';

/** What a mail says, before anybody has put it into words. */
export type Letter =
  | { kind: 'request-waiting'; request: RequestInLetter; expiresAt: Date; answer: string | null }
  | { kind: 'request-decided'; request: RequestInLetter; decision: DecisionInLetter }
  | { kind: 'request-expired'; request: RequestInLetter }
  | {
      kind: 'invitation-accepted';
      reader: InvitationReader;
      id: string;
      guest: Party;
      directory: string;
      roles: readonly string[];
      /** Nobody's name where it was made outside Usher. */
      inviter: Party;
      acceptedAt: Date;
    }
  | { kind: 'sponsor-named'; guest: Party; directory: string; inviter: Party; purpose: string }
  | {
      kind: 'lapsing-digest';
      reader: InvitationReader;
      invitations: readonly { id: string; guest: Party; directory: string; lapsesAt: Date }[];
    };

/** A pending invitation whose link dies soon, and whom that concerns. */
export type Lapsing = {
  id: string;
  guest: Party;
  directoryId: string;
  lapsesAt: Date;
  sender: { subject: string; email: string } | null;
  /** Who looks after the guest upstream; "" for nobody. */
  keeperUserId: string;
};

/** What mail has to know beside the ledger. Reads only. */
export type MailBook = {
  /** An invitation with who looks after the guest: the sponsor, or whom the guest was handed to. */
  invitation(id: string): Promise<{ record: InvitationRecord; keeperUserId: string } | null>;
  /** Somebody of the upstream, as the local copy last saw them. */
  person(id: string): Promise<UpstreamUser | null>;
  /** Pending invitations that lapse between the two, the soonest first. */
  lapsing(from: Date, until: Date): Promise<Lapsing[]>;
  /** Whether this address was sent a mail of this kind about a request before. */
  wasTold(address: string, kind: string, about: string): Promise<boolean>;
  /** The digests to one address since then: when the last was put in, and which invitations they named. */
  digests(address: string, since: Date): Promise<{ lastAt: Date | null; named: ReadonlySet<string> }>;
};

/** What telling people by mail works with. */
export type MailDesk = {
  book: MailBook;
  deliveries: Pick<Deliveries, 'add'>;
  render(letter: Letter): { subject: string; text: string; html: string };
};

/** `mail` is null while mail is off. */
export type MailContext = SystemContext & { mail: MailDesk | null };
/** The same where mail is known to be on. */
export type MailOn = SystemContext & { mail: MailDesk };
