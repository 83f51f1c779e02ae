import type { UsherRole } from '../invitation';
import type { Human } from '../ledger';
import type { MailKind } from '../telling/kinds';

/** Somebody who has signed in to Usher, as the identity provider described them then. */
export type Account = {
  subject: string;
  name: string;
  email: string;
  emailVerified: boolean;
  roles: UsherRole[];
  /** All of the provider's groups, for rules that name one. */
  groups: string[];
  signedInAt: Date;
  /** Kinds of mail that this person does not want. */
  muted: string[];
};

/** The store of those who have signed in. */
export type Accounts = {
  /** Notes a sign-in: what the provider says now replaces what it said before. */
  signedIn(account: Omit<Account, 'muted' | 'signedInAt'>): Promise<void>;
  bySubject(subject: string): Promise<Account | null>;
  byEmail(email: string): Promise<Account | null>;
  /** Everybody who holds one of the roles, one of the groups, or one of the addresses. */
  anyOf(who: {
    roles?: readonly UsherRole[];
    groups?: readonly string[];
    people?: readonly string[];
  }): Promise<Account[]>;
  /** Keeps which mails somebody does not want, with its audit entry; false when there is no such account. */
  mute(kinds: readonly MailKind[], by: { actor: Human; requestId: string }): Promise<boolean>;
};
