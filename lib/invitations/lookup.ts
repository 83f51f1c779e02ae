import { z } from 'zod';
import { type Context, callOf, personView } from './context';
import { type Lookup, shownState } from './desk';
import { parseEmail, sameEmail } from './email';
import { fail, ok, type Result } from './errors';
import { readAgain } from './fresh';
import type { PersonView } from './invitation';
import { isLive } from './ledger-states';
import { parseMailbox } from './mailbox';
import { copyAge } from './names';
import { can } from './policy';
import { recordView } from './view';

/** An address as it is pasted, with a name around it or not. */
export const lookupSchema = z.strictObject({ email: z.string().max(1_000, 'That is too long for an address.') });

const PATIENCE_MS = 3_000;
/** Open ones are read again; of one person there are hardly more. */
const MOST_READ = 5;

/**
 * The answer for a caller: every invitation of an address, the open ones read again upstream, and whether it belongs to an
 * account already. Answers `forbidden`, or `invalid-input` for what is no address.
 */
export async function lookup({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof lookupSchema>;
}): Promise<Result<Lookup>> {
  if (!can(ctx.actor, 'invitation.read')) return fail('forbidden');
  const pasted = parseMailbox(input.email);
  const parsed = parseEmail(pasted.email);
  if (!parsed.ok) return fail('invalid-input', { fields: { email: parsed.problem } });
  const allowance = await ctx.rateLimit.take('read', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });

  const now = await ctx.ledger.now();
  const [records, account, copy] = await Promise.all([
    ctx.reading.byEmail(parsed.key),
    accountOf(ctx, parsed.address),
    copyAge(ctx),
  ]);
  let left = MOST_READ;
  const invitations = await Promise.all(
    records.map(async (known) => {
      const again = isLive(known.state) && left-- > 0;
      const { record, seen } = again ? await readAgain(ctx, known, now) : { record: known, seen: 'now' as const };
      const invitation = await recordView(ctx, record);
      const state = shownState(record.state, invitation.expiresAt, now.getTime());
      return { invitation, state, outside: record.origin === 'outside', seen };
    }),
  );
  return ok({
    email: parsed.address,
    displayName: pasted.displayName,
    invitations,
    ...account,
    copy,
    now: now.toISOString(),
  });
}

async function accountOf(ctx: Context, email: string): Promise<{ account: PersonView | null; asked: boolean }> {
  const call = { ...callOf(ctx), signal: AbortSignal.timeout(PATIENCE_MS) };
  const answer = await ctx.directory.searchUsers({ email }, call);
  if (!answer.ok) return { account: null, asked: false };
  const found = answer.value.items.find((user) => sameEmail(user.email, email));
  return { account: found === undefined ? null : personView(found), asked: true };
}
