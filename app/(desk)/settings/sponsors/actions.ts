'use server';

import { revalidatePath } from 'next/cache';
import { failedAct, formFrom, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { handOverSchema } from '@/lib/invitations/requests/fields';
import { handOver } from '@/lib/invitations/requests/hand-over';

/** Hands all guests of one sponsor to another. */
export async function handOverAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: 'sponsor.hand-over', schema: handOverSchema, verb: handOver },
    { fromUserId: form.get('fromUserId'), toUserId: form.get('toUserId') },
  );
  if (performed.ok) {
    revalidatePath('/settings/sponsors');
    const { invitations, requests } = performed.value;
    const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
    return {
      status: 'ok',
      message: `Handed over: ${count(invitations, 'guest')}, ${count(requests, 'open request')}.`,
    };
  }
  return failedAct(performed);
}
