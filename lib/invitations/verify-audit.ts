import { z } from 'zod';
import type { AuditVerdict } from './audit-book';
import type { Context } from './context';
import { fail, ok, type Result } from './errors';
import { can } from './policy';

export const verifyAuditSchema = z.strictObject({});

/** Reads the whole audit and finds any change, gap or reorder. Answers `forbidden` or `too-many-requests`. */
export async function verifyAudit({ ctx }: { ctx: Context }): Promise<Result<AuditVerdict>> {
  if (!can(ctx.actor, 'audit.read')) return fail('forbidden');
  const allowance = await ctx.rateLimit.take('check', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  return ok(await ctx.audit.verify());
}
