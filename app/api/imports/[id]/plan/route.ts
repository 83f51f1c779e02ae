import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { planProgress } from '@/lib/invitations/bulk/list-plan';
import { batchIdSchema } from '@/lib/invitations/bulk/show-batch';

/** How far the plan of an import has come: `{ plan: { state, rows, plannedRows } }`. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'batch.read', schema: batchIdSchema, verb: planProgress },
    await params,
  );
  return jsonAnswer(performed, 'plan', systemClock.now());
}
