import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { rowFailureWords } from '@/lib/failure-words';
import { exportFailed, exportFailedSchema } from '@/lib/invitations/bulk/export-failed';
import { download } from '@/lib/stream';

/** The rows that failed, all or those with `?code=…`, as CSV: to be mended and uploaded again. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const performed = await perform(
    {
      kind: 'read',
      permission: 'batch.read',
      schema: exportFailedSchema,
      verb: ({ ctx, input }) => exportFailed({ ctx, input, words: rowFailureWords }),
    },
    { id, code: request.nextUrl.searchParams.get('code') ?? '' },
  );
  if (!performed.ok) return jsonAnswer(performed, 'failed', systemClock.now());
  return download(performed.value, { name: `failed-${id.slice(0, 8)}.csv`, type: 'text/csv' });
}
