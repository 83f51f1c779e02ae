'use server';

import { revalidatePath } from 'next/cache';
import { failedAct, formFrom, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { textIn } from '@/lib/invitations/form-data';
import type { DecidedRequest } from '@/lib/invitations/requests/approve';
import { decideRequest } from '@/lib/invitations/requests/decide-request';
import { decideRequestSchema } from '@/lib/invitations/requests/fields';

/** Somebody's word on a request: on exactly the version that the form names. */
export async function decideAction(_previous: ActState, data: FormData): Promise<ActState> {
  const performed = await perform(
    { kind: 'write', permission: 'request.decide', schema: decideRequestSchema, verb: decideRequest },
    decisionFrom(formFrom(data)),
  );
  if (performed.ok) {
    revalidatePath('/', 'layout');
    return { status: 'ok', message: doneWords(performed.value) };
  }
  return failedAct(performed);
}

function decisionFrom(data: FormData): unknown {
  const text = (name: string) => textIn(data, name);
  const shown = { id: data.get('id'), revision: data.get('revision'), contentHash: data.get('contentHash') };
  const decision = data.get('decision');
  if (decision === 'deny') return { decision, ...shown, reason: text('reason') };
  if (decision === 'ask-back') return { decision, ...shown, question: text('question') };
  // Boxes that are not ticked are not posted: only the form that shows them says that none stays.
  const changed =
    data.get('changed') === 'yes' ? { roleIds: data.getAll('roleIds'), displayName: text('displayName') } : {};
  return { decision, ...shown, ...changed, note: text('note'), override: text('override') };
}

function doneWords({ request, receipt }: DecidedRequest): string {
  const { displayName, requester, kind, state } = request;
  if (receipt !== null) {
    if (receipt.invitation.ledger?.held)
      return `Approved: ${displayName}’s invitation waits a few minutes before it is sent. Its page has the undo.`;
    return kind === 'reissue'
      ? `Approved: ${displayName}’s invitation was sent again.`
      : `Approved: ${displayName} is invited.`;
  }
  return state === 'denied' ? `Denied. ${requester.name} reads your reason.` : `Asked. ${requester.name} is to answer.`;
}
