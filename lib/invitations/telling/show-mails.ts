import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can } from '../policy';
import { type MailKind, mailsFor } from './kinds';

/** What somebody sees of their mails. */
export type OwnMails = {
  /** Whether Usher has a mail server at all. */
  isOn: boolean;
  address: string;
  /** The identity provider says that the address is theirs; to another nothing is sent. */
  verified: boolean;
  kinds: { kind: MailKind; wanted: boolean }[];
};

/** The mails that can come to the actor, and which of them they want. */
export async function showMails({ ctx }: { ctx: Context }): Promise<Result<OwnMails>> {
  if (!can(ctx.actor, 'account.manage')) return fail('forbidden');
  const account = await ctx.accounts.bySubject(ctx.actor.subject);
  const muted = account?.muted ?? [];
  return ok({
    isOn: ctx.mailIsOn,
    address: account?.email ?? ctx.actor.email,
    verified: account?.emailVerified ?? ctx.actor.emailVerified,
    kinds: mailsFor(ctx.actor).map((kind) => ({ kind, wanted: !muted.includes(kind) })),
  });
}
