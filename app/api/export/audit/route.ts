import type { NextRequest } from 'next/server';
import { readAuditQuery } from '@/components/desk/audit-address';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { exportAudit, exportAuditSchema } from '@/lib/invitations/export-audit';
import { download } from '@/lib/stream';

const TYPES: Record<string, string> = { csv: 'text/csv', jsonl: 'application/x-ndjson' };

/** The audit page's own filter, `?format=csv|jsonl&q=&…`, as a file. */
export async function GET(request: NextRequest): Promise<Response> {
  const params = Object.fromEntries(request.nextUrl.searchParams);
  const { before: _before, ...filter } = readAuditQuery(params);
  const format = params.format ?? 'csv';
  const performed = await perform(
    { kind: 'read', permission: 'audit.read', schema: exportAuditSchema, verb: exportAudit },
    { ...filter, format },
  );
  const now = systemClock.now();
  if (!performed.ok) return jsonAnswer(performed, 'export', now);
  const name = `audit-${now.toISOString().slice(0, 10)}.${format}`;
  return download(performed.value, { name, type: TYPES[format] ?? 'text/plain' });
}
