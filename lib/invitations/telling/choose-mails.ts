import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import { MAIL_KINDS, type MailKind, mailsFor } from './kinds';

const isMailKind = (kind: string): kind is MailKind => (MAIL_KINDS as readonly string[]).includes(kind);

export const chooseMailsSchema = z.strictObject({
  /** That it is the form with the choices: an empty one would wish for no mail at all. */
  form: z.literal('mails'),
  /** Those that are wanted. */
  kinds: z.array(z.enum(MAIL_KINDS, 'This is not a mail that Usher sends.')).max(MAIL_KINDS.length),
});

/** Keeps which mails the actor wants. What cannot come to their roles is left as it was. */
export async function chooseMails({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof chooseMailsSchema>;
}): Promise<Result<null>> {
  if (!can(ctx.actor, 'account.manage')) return fail('forbidden');
  const offered = mailsFor(ctx.actor);
  const { subject, name, email, emailVerified, roles } = ctx.actor;
  const before = (await ctx.accounts.bySubject(subject))?.muted.filter(isMailKind) ?? [];
  const unwanted = MAIL_KINDS.filter((kind) =>
    offered.includes(kind) ? !input.kinds.includes(kind) : before.includes(kind),
  );
  const by = { actor: humanOf(ctx.actor), requestId: ctx.requestId };
  if (!(await ctx.accounts.mute(unwanted, by))) {
    // A session from before Usher kept accounts, or one whose account was erased.
    await ctx.accounts.signedIn({ subject, name, email, emailVerified, roles: [...roles], groups: [] });
    await ctx.accounts.mute(unwanted, by);
  }
  return ok(null);
}
