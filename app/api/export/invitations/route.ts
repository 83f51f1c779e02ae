import type { NextRequest } from 'next/server';
import { type Query, readListQuery } from '@/components/desk/list-address';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { exportInvitations, exportSchema } from '@/lib/invitations/export-invitations';
import { download } from '@/lib/stream';

/** The list's own filter, `?tab=&q=&…`, as CSV. */
export async function GET(request: NextRequest): Promise<Response> {
  return answer('read', filterOf(Object.fromEntries(request.nextUrl.searchParams)));
}

/** What was selected, `ids=<id> <id> …`: a form, for there may be more than fit into an address. */
export async function POST(request: NextRequest): Promise<Response> {
  const ids = (await request.formData().catch(() => null))?.get('ids');
  return answer('write', { ...filterOf({}), ids: typeof ids === 'string' ? ids.split(' ') : [] });
}

function filterOf(query: Query) {
  const { sort: _sort, after: _after, ...filter } = readListQuery(query);
  return filter;
}

async function answer(kind: 'read' | 'write', input: object): Promise<Response> {
  const performed = await perform(
    { kind, permission: 'invitation.export', schema: exportSchema, verb: exportInvitations },
    input,
  );
  const now = systemClock.now();
  if (!performed.ok) return jsonAnswer(performed, 'export', now);
  return download(performed.value, { name: `invitations-${now.toISOString().slice(0, 10)}.csv`, type: 'text/csv' });
}
