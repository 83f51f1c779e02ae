import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { batchIdSchema } from '@/lib/invitations/bulk/show-batch';
import { showProgress } from '@/lib/invitations/bulk/show-progress';
import { progressOf } from '@/lib/run-progress';

type Params = { params: Promise<{ id: string }> };

/** How far a run has come, for a page that no stream of events reaches. */
export async function GET(_request: NextRequest, { params }: Params): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'batch.read', schema: batchIdSchema, verb: showProgress },
    await params,
  );
  return jsonAnswer(
    performed.ok ? { ...performed, value: progressOf(performed.value) } : performed,
    'progress',
    systemClock.now(),
  );
}
