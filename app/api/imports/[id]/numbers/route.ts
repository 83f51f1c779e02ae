import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { rowNumbers, rowNumbersSchema } from '@/lib/invitations/bulk/list-rows';

/** Which rows an import has: `?only=problems`, or all → `{ numbers }`. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'batch.read', schema: rowNumbersSchema, verb: rowNumbers },
    { id: (await params).id, only: request.nextUrl.searchParams.get('only') ?? '' },
  );
  return jsonAnswer(performed, 'numbers', systemClock.now());
}
