'use server';

import { formFrom, perform } from '@/lib/action';
import type { PeopleState } from '@/lib/action-state';
import { draftPeople } from '@/lib/invitations/bulk/draft-people';
import { peopleSchema, peopleValuesFrom } from '@/lib/invitations/bulk/people-fields';

/** Makes an import of the people in the form, with its plan, and answers its id. Sends nothing. */
export async function draftPeopleAction(data: FormData): Promise<PeopleState> {
  const performed = await perform(
    { kind: 'write', permission: 'batch.manage', schema: peopleSchema, verb: draftPeople },
    peopleValuesFrom(formFrom(data)),
  );
  if (performed.ok) return { status: 'ok', id: performed.value.id };
  const { failure, fields } = performed;
  return fields === null ? { status: 'failed', failure } : { status: 'invalid', fields };
}
