'use server';

import { revalidatePath } from 'next/cache';
import { failedAct, formFrom, type Performed, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import {
  type Changed,
  cancelBatch,
  pauseBatch,
  resumeBatch,
  retryRows,
  retrySchema,
} from '@/lib/invitations/bulk/control-run';
import { batchIdSchema } from '@/lib/invitations/bulk/show-batch';

const managing = { kind: 'write', permission: 'batch.manage', schema: batchIdSchema } as const;
const idOf = (data: FormData) => ({ id: formFrom(data).get('id') });
const count = (rows: number, one: string, many: string) => `${rows.toLocaleString('en')} ${rows === 1 ? one : many}`;

/** Stops a run between two rows. */
export async function pauseAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform({ ...managing, verb: pauseBatch }, idOf(data)),
    (changed) => `Paused. ${count(changed, 'row waits', 'rows wait')}.`,
  );
}

/** Goes on with a run that was paused. */
export async function resumeAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform({ ...managing, verb: resumeBatch }, idOf(data)),
    (changed) => `It goes on with ${count(changed, 'row', 'rows')}.`,
  );
}

/** Ends a run, or undoes one that is held. */
export async function cancelAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform({ ...managing, verb: cancelBatch }, idOf(data)),
    (changed) => `Cancelled. ${count(changed, 'row is', 'rows are')} not sent; what was sent stays sent.`,
  );
}

/** Tries rows again that failed. */
export async function retryAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { ...managing, schema: retrySchema, verb: retryRows },
      { id: form.get('id'), row: form.get('row') ?? '', code: form.get('code') ?? '' },
    ),
    (changed) => `${count(changed, 'row is', 'rows are')} tried again.`,
  );
}

function shown(performed: Performed<Changed>, message: (changed: number) => string): ActState {
  if (!performed.ok) return failedAct(performed);
  revalidatePath('/imports', 'layout');
  return { status: 'ok', message: message(performed.value.changed) };
}
