import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { listPlanRows, planRowsSchema } from '@/lib/invitations/bulk/list-plan';

/** The rows of one class of a plan, a page at a time: `{ rows: { rows, next } }`. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const query = request.nextUrl.searchParams;
  const performed = await perform(
    { kind: 'read', permission: 'batch.read', schema: planRowsSchema, verb: listPlanRows },
    { ...(await params), of: query.get('of'), after: query.get('after') ?? '0' },
  );
  return jsonAnswer(performed, 'rows', systemClock.now());
}
