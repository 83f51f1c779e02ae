'use server';

import { revalidatePath } from 'next/cache';
import { formFrom, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { chooseMails, chooseMailsSchema } from '@/lib/invitations/telling/choose-mails';

/** Keeps which mails one gets. */
export async function chooseMailsAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: 'account.manage', schema: chooseMailsSchema, verb: chooseMails },
    { form: form.get('form'), kinds: form.getAll('kind') },
  );
  if (!performed.ok) return { status: 'failed', failure: performed.failure };
  revalidatePath('/settings/notifications');
  return { status: 'ok', message: 'Saved.' };
}
