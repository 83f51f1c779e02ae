'use server';

import { formFrom, perform } from '@/lib/action';
import type { CheckState, InviteState } from '@/lib/action-state';
import { checkSubmission } from '@/lib/invitations/check-submission';
import { checkSchema, inviteSchema } from '@/lib/invitations/fields';
import { inviteValuesFrom, requestValuesFrom } from '@/lib/invitations/form-data';
import { invite } from '@/lib/invitations/invite';
import { ask } from '@/lib/invitations/requests/ask';
import { requestSchema } from '@/lib/invitations/requests/fields';

/** Sends the form's invitation. What was typed comes back with every answer but success, so that nothing is lost. */
export async function inviteAction(_previous: InviteState, data: FormData): Promise<InviteState> {
  const values = inviteValuesFrom(formFrom(data));
  const performed = await perform(
    { kind: 'write', permission: 'invitation.create', schema: inviteSchema, verb: invite },
    values,
  );
  if (performed.ok) return { status: 'ok', value: performed.value, requestId: performed.requestId };
  const { failure, fields } = performed;
  if (fields !== null) return { status: 'invalid', fields, values, requestId: failure.requestId };
  return { status: 'failed', failure, values };
}

/** Asks for the approval that the policy wants, with the form's content. Sends nothing. */
export async function askAction(_previous: InviteState, data: FormData): Promise<InviteState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: 'request.create', schema: requestSchema, verb: ask },
    requestValuesFrom(form),
  );
  if (performed.ok) return { status: 'asked', id: performed.value.id, requestId: performed.requestId };
  const { failure, fields } = performed;
  const values = inviteValuesFrom(form);
  if (fields !== null) return { status: 'invalid', fields, values, requestId: failure.requestId };
  return { status: 'failed', failure, values };
}

/** Looks upstream for what became of a submission whose outcome was unknown; sends nothing. */
export async function checkInvitationAction(_previous: CheckState, data: FormData): Promise<CheckState> {
  const performed = await perform(
    { kind: 'write', permission: 'invitation.create', schema: checkSchema, verb: checkSubmission },
    { submissionKey: formFrom(data).get('submissionKey') },
  );
  if (performed.ok) return { status: 'ok', value: performed.value, requestId: performed.requestId };
  return { status: 'failed', failure: performed.failure };
}
