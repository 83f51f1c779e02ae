'use server';

import { revalidatePath } from 'next/cache';
import { perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { syncNow, syncNowSchema } from '@/lib/invitations/sync-now';

/** Brings the local copy up to date. */
export async function syncAction(_previous: ActState, _data: FormData): Promise<ActState> {
  const performed = await perform({ kind: 'write', permission: 'sync.run', schema: syncNowSchema, verb: syncNow }, {});
  if (!performed.ok) return { status: 'failed', failure: performed.failure };
  revalidatePath('/invitations');
  const { done } = performed.value;
  if (done === null) return { status: 'ok', message: 'A sync is under way; the list follows by itself.' };
  return { status: 'ok', message: '' };
}
