import { z } from 'zod';
import type { Context } from './context';
import type { DeskEvent } from './desk';
import { fail, ok, type Result } from './errors';
import { can } from './policy';

export const AUDIT_ROWS = 50;

const day = z.union([z.literal(''), z.iso.date('This is not a day.')]);
export const auditFilterSchema = z.strictObject({
  person: z
    .string()
    .max(200)
    .transform((text) => text.replaceAll('\0', '').normalize('NFC').trim()),
  invitationId: z.union([z.literal(''), z.uuid('This is not the id of an invitation.')]),
  action: z.string().regex(/^[a-z.-]{0,64}$/u, 'There is no such action.'),
  from: day,
  to: day,
});

export const listAuditSchema = auditFilterSchema.extend({
  /** The sequence at which the last page ended; "" for the newest. */
  before: z.string().regex(/^\d{0,15}$/u, 'There is no such page.'),
});

export type AuditPage = { events: DeskEvent[]; next: string | null; actions: string[]; now: string };

/** A page of the audit, newest first. Answers `forbidden`. */
export async function listAudit({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof listAuditSchema>;
}): Promise<Result<AuditPage>> {
  if (!can(ctx.actor, 'audit.read')) return fail('forbidden');
  const { before, ...filter } = input;
  const [found, actions, now] = await Promise.all([
    ctx.audit.page(filter, before === '' ? null : Number(before), AUDIT_ROWS + 1),
    ctx.audit.actions(),
    ctx.ledger.now(),
  ]);
  const events = found.slice(0, AUDIT_ROWS);
  const last = events.at(-1);
  const next = found.length > AUDIT_ROWS && last !== undefined ? String(last.sequence) : null;
  return ok({ events, next, actions, now: now.toISOString() });
}
