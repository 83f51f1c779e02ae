import { z } from 'zod';
import type { AuditFilter } from './audit-book';
import type { Context } from './context';
import { CSV_START, csvLine } from './csv';
import type { DeskEvent } from './desk';
import { fail, ok, type Result } from './errors';
import { auditFilterSchema } from './list-audit';
import { can, humanOf } from './policy';

export const exportAuditSchema = auditFilterSchema.extend({ format: z.enum(['csv', 'jsonl']) });

const PAGE_ROWS = 1_000;
const HEADINGS = ['Entry', 'At', 'Action', 'Actor', 'Actor email', 'Actor role', 'Actor id', 'On', 'On email'].concat([
  'Invitation',
  'ConductorOne id',
  'Request id',
  'Said',
  'Details',
]);

/**
 * The audit of a filter as CSV, newest first; or as JSON Lines, oldest first: the whole one then carries every hash and can be
 * verified without Usher. Taking it is itself an entry, written before the first line leaves. Answers `forbidden`.
 */
export async function exportAudit({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof exportAuditSchema>;
}): Promise<Result<AsyncIterable<string>>> {
  if (!can(ctx.actor, 'audit.read')) return fail('forbidden');
  const { format, ...filter } = input;
  const { person, ...plain } = filter;
  await ctx.audit.note({
    action: 'audit.exported',
    actor: humanOf(ctx.actor),
    requestId: ctx.requestId,
    details: { ...plain, format, byPerson: String(person !== '') },
  });
  return ok(format === 'csv' ? csv(ctx, filter) : ctx.audit.lines(filter));
}

async function* csv(ctx: Context, filter: AuditFilter): AsyncGenerator<string> {
  yield CSV_START + csvLine(HEADINGS);
  for (let before: number | null = null; ; ) {
    const events: DeskEvent[] = await ctx.audit.page(filter, before, PAGE_ROWS);
    yield events.map(lineOf).join('');
    before = events.at(-1)?.sequence ?? null;
    if (before === null || events.length < PAGE_ROWS) return;
  }
}

const lineOf = (event: DeskEvent): string =>
  csvLine([
    String(event.sequence),
    event.at,
    event.action,
    event.actor?.name ?? 'Usher',
    event.actor?.email ?? '',
    event.actor?.role ?? '',
    event.actor?.subject ?? '',
    event.target?.name ?? '',
    event.target?.email ?? '',
    event.invitationId ?? '',
    event.upstreamId ?? '',
    event.requestId,
    Object.entries(event.text)
      .map(([name, text]) => `${name}: ${text}`)
      .join('; '),
    JSON.stringify(event.details),
  ]);
