import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { eventStream } from '@/lib/event-stream';
import { batchIdSchema } from '@/lib/invitations/bulk/show-batch';
import { followProgress } from '@/lib/invitations/bulk/show-progress';
import { progressOf } from '@/lib/run-progress';

type Params = { params: Promise<{ id: string }> };

/** How far a run has come, told as it goes: server-sent events until it is over. */
export async function GET(request: NextRequest, { params }: Params): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'batch.read', schema: batchIdSchema, verb: followProgress },
    await params,
  );
  if (!performed.ok) return jsonAnswer(performed, 'progress', systemClock.now());
  const { first, next } = performed.value;
  let over = first.batch.endedAt !== null;
  return eventStream(
    progressOf(first),
    async () => {
      if (over) return null;
      const report = await next();
      if (!report.ok) return null;
      // The last word is told, and then that it was the last.
      over = report.value.batch.endedAt !== null;
      return progressOf(report.value);
    },
    request,
  );
}
