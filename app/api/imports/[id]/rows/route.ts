import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { listRows, listRowsSchema } from '@/lib/invitations/bulk/list-rows';

/** Rows of an import's grid: `?numbers=1,2,3` → `{ rows }`. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'batch.read', schema: listRowsSchema, verb: listRows },
    { id: (await params).id, numbers: request.nextUrl.searchParams.get('numbers') ?? '' },
  );
  return jsonAnswer(performed, 'rows', systemClock.now());
}
