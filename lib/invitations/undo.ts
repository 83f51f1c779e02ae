import { z } from 'zod';
import type { Context } from './context';
import { fail, ok, type Result } from './errors';
import type { InvitationView } from './invitation';
import { CALLED_OFF, heldUntil, type InvitationRecord } from './ledger';
import { mayUndo } from './may-undo';
import { can, humanOf } from './policy';
import { recordView } from './view';

export const undoSchema = z.strictObject({ id: z.uuid('This is not an invitation.') });

/**
 * Calls off an invitation that waits to be sent: it then never leaves. Whichever of this and the sender comes first to the
 * attempt has it; the other is told. Doing it twice says the same twice.
 *
 * Answers `forbidden`, `invitation-not-found`, `not-yours`, or `already-left` with how it stands.
 */
export async function undo({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof undoSchema>;
}): Promise<Result<InvitationView>> {
  if (!can(ctx.actor, 'invitation.undo')) return fail('forbidden');
  const record = await ctx.ledger.byId(input.id);
  if (record === null) return fail('invitation-not-found');
  if (!mayUndo(ctx.actor, record)) {
    // Who may not read the desk's learns nothing of what is there.
    return fail(can(ctx.actor, 'invitation.read') ? 'not-yours' : 'invitation-not-found');
  }
  const after = await callOff(ctx, record);
  if (after.state === 'cancelled') return ok(await recordView(ctx, after));
  return fail('already-left', { existing: await recordView(ctx, after) });
}

/** The record as it stands then, called off or not. */
async function callOff(ctx: Context, record: InvitationRecord): Promise<InvitationRecord> {
  const attempt = await ctx.ledger.openAttempt(record.id);
  // What is a row of an import is stopped with it.
  if (attempt === null || heldUntil(attempt) === null || attempt.batch !== null) return record;
  return ctx.ledger.apply(
    attempt.id,
    { type: 'held-back', code: CALLED_OFF },
    { actor: humanOf(ctx.actor), requestId: ctx.requestId },
  );
}
