import { callOf } from '../context';
import { emailKey, sameEmail } from '../email';
import type { UsherRole } from '../invitation';
import { can } from '../policy';
import type { UpstreamUser } from '../ports';
import { type Decider, fitsAll } from '../requests/approvers';
import type { RequestRecord } from '../requests/record';
import type { Account } from '../rules/accounts';
import type { MailOn } from './letters';

/** Somebody who can be written to. */
export type Recipient = {
  address: string;
  name: string;
  /** In Usher; none for whom it has never seen. */
  roles: readonly UsherRole[];
  /** Kinds of mail that they do not want. */
  muted: readonly string[];
};

/** A user of Usher, by subject. Null for one without an address that is known to be theirs. */
export async function recipientOf(ctx: MailOn, { subject }: { subject: string }): Promise<Recipient | null> {
  return subject === '' ? null : ofAccount(ctx, await ctx.accounts.bySubject(subject));
}

/** Somebody of the upstream, by id: a sponsor, who may never have signed in to Usher. Null where their account is not in use. */
export async function personRecipient(ctx: MailOn, userId: string): Promise<Recipient | null> {
  const person = await personOf(ctx, userId);
  if (person === null || !isUsable(person)) return null;
  // What somebody says of an address that is not theirs does not count.
  const [account] = (await ctx.accounts.anyOf({ people: [person.email] })).filter(isTheirs);
  return { ...toPerson(person), roles: account?.roles ?? [], muted: account?.muted ?? [] };
}

/**
 * Everybody whose word would do for a request, but never whoever asked: users of Usher who fit every entry, and people whom
 * an entry names by address, or as the sponsor, who have not signed in yet.
 */
export async function approversOf(ctx: MailOn, request: RequestRecord): Promise<Recipient[]> {
  const { approvers, content, requester } = request;
  const bySponsor = approvers.some(({ sponsor }) => sponsor === true);
  const sponsor = bySponsor ? await personOf(ctx, content.sponsorUserId) : null;
  const named = [...approvers.flatMap(({ people = [] }) => people), ...(sponsor === null ? [] : [sponsor.email])];
  const accounts = await ctx.accounts.anyOf({
    roles: approvers.flatMap(({ roles = [] }) => roles),
    groups: approvers.flatMap(({ groups = [] }) => groups),
    people: named,
  });
  const mayDecide = (decider: Decider): boolean => fitsAll(approvers, decider, content.sponsorUserId);
  const known = accounts.filter(
    (account) =>
      account.subject !== requester.subject &&
      can(account, 'request.decide') &&
      mayDecide({ ...account, userId: isSame(account, sponsor) ? content.sponsorUserId : '' }),
  );
  const strangers = named.filter((email) => !accounts.some((account) => isSame(account, { email })));
  const found = await Promise.all([
    ...known.map((account) => ofAccount(ctx, account)),
    ...strangers.map(async (email) => {
      const person = await ctx.ledger.knownPerson(emailKey(email));
      if (person === null || !isUsable(person)) return null;
      const decider = { subject: '', email, emailVerified: true, roles: [], groups: [], userId: person.id };
      return mayDecide(decider) ? { ...toPerson(person), roles: [], muted: [] } : null;
    }),
  ]);
  return found.filter((each) => each !== null).filter(({ address }) => !sameEmail(address, requester.email));
}

async function ofAccount(ctx: MailOn, account: Account | null): Promise<Recipient | null> {
  if (account === null || !isTheirs(account)) return null;
  const person = await ctx.ledger.knownPerson(emailKey(account.email));
  // Who has left keeps the roles of their last sign-in here, and gets no mail all the same.
  if (person !== null && (person.status === 'disabled' || person.status === 'deleted')) return null;
  const { email, name, roles, muted } = account;
  return { address: email, name, roles, muted };
}

/** The copy is a few minutes old at the most; somebody newer is asked for. */
async function personOf(ctx: MailOn, id: string): Promise<UpstreamUser | null> {
  if (id === '') return null;
  const copied = await ctx.mail.book.person(id);
  if (copied !== null) return copied;
  const asked = await ctx.catalog.person(id, callOf(ctx));
  return asked.ok ? asked.value : null;
}

const isTheirs = ({ email, emailVerified }: Account): boolean => emailVerified && email !== '';
const isUsable = ({ email, status }: UpstreamUser): boolean => status === 'enabled' && email !== '';
const isSame = (account: Account, other: { email: string } | null): boolean =>
  other !== null && isTheirs(account) && sameEmail(account.email, other.email);
const toPerson = ({ email, displayName }: UpstreamUser) => ({ address: email, name: displayName || email });
