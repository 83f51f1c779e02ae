'use server';

import { revalidatePath } from 'next/cache';
import { formFrom, type Performed, perform } from '@/lib/action';
import type { AskState } from '@/lib/action-state';
import { requestValuesFrom } from '@/lib/invitations/form-data';
import { ask } from '@/lib/invitations/requests/ask';
import { editRequest } from '@/lib/invitations/requests/edit-request';
import { editRequestSchema, type RequestValues, requestSchema } from '@/lib/invitations/requests/fields';
import type { RequestView } from '@/lib/invitations/requests/view';

const PERMISSION = 'request.create';

/** Asks for one guest. The same form asks once, however often it is posted. */
export async function askAction(_previous: AskState, data: FormData): Promise<AskState> {
  const values = requestValuesFrom(formFrom(data));
  return shown(
    await perform({ kind: 'write', permission: PERMISSION, schema: requestSchema, verb: ask }, values),
    values,
  );
}

/** Changes a request of one's own. */
export async function editAction(_previous: AskState, data: FormData): Promise<AskState> {
  const form = formFrom(data);
  const values = requestValuesFrom(form);
  const { submissionKey: _key, ...asked } = values;
  return shown(
    await perform(
      { kind: 'write', permission: PERMISSION, schema: editRequestSchema, verb: editRequest },
      { ...asked, id: form.get('id'), revision: form.get('revision') },
    ),
    values,
  );
}

function shown(performed: Performed<RequestView>, values: RequestValues): AskState {
  if (performed.ok) {
    revalidatePath('/', 'layout');
    return { status: 'ok', request: performed.value };
  }
  const { failure, fields } = performed;
  return fields === null ? { status: 'failed', failure, values } : { status: 'invalid', fields, values };
}
