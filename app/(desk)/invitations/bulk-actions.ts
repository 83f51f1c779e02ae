'use server';

import { redirect } from 'next/navigation';
import { readListQuery } from '@/components/desk/list-address';
import { failedAct, formFrom, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { fromListSchema, planFromList } from '@/lib/invitations/bulk/from-list';
import { textIn } from '@/lib/invitations/form-data';

/** Makes an import of what is selected in the list, or of all that match, to be revoked or sent again; its page goes on with it. */
export async function bulkAction(_previous: ActState, data: FormData): Promise<ActState> {
  const performed = await perform(
    { kind: 'write', permission: 'batch.manage', schema: fromListSchema, verb: planFromList },
    inputFrom(formFrom(data)),
  );
  if (performed.ok) redirect(`/imports/${performed.value.id}`);
  return failedAct(performed);
}

function inputFrom(data: FormData): unknown {
  const which = data.get('which');
  const common = {
    which,
    submissionKey: data.get('submissionKey'),
    kind: data.get('kind'),
    reason: data.get('reason'),
  };
  if (which !== 'all') return { ...common, ids: textIn(data, 'ids').split(' ') };
  const query = new URLSearchParams(textIn(data, 'query'));
  const { sort: _sort, after: _after, ...filter } = readListQuery(Object.fromEntries(query));
  return { ...common, filter };
}
