import type { NextRequest } from 'next/server';
import { readListQuery } from '@/components/desk/list-address';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { exportInvitations, exportSchema } from '@/lib/invitations/export-invitations';
import { download } from '@/lib/stream';

/** The list's own filter, `?tab=&q=&…`, as CSV. */
export async function GET(request: NextRequest): Promise<Response> {
  const { sort: _sort, after: _after, ...filter } = readListQuery(Object.fromEntries(request.nextUrl.searchParams));
  const performed = await perform(
    { kind: 'read', permission: 'invitation.export', schema: exportSchema, verb: exportInvitations },
    filter,
  );
  const now = systemClock.now();
  if (!performed.ok) return jsonAnswer(performed, 'export', now);
  return download(performed.value, { name: `invitations-${now.toISOString().slice(0, 10)}.csv`, type: 'text/csv' });
}
