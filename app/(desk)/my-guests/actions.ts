'use server';

import { revalidatePath } from 'next/cache';
import { failedAct, formFrom, type Performed, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { answerQuestion } from '@/lib/invitations/requests/answer-question';
import { askReissue } from '@/lib/invitations/requests/ask-reissue';
import {
  answerQuestionSchema,
  askReissueSchema,
  revokeGuestSchema,
  withdrawRequestSchema,
} from '@/lib/invitations/requests/fields';
import { revokeGuest } from '@/lib/invitations/requests/revoke-guest';
import { withdrawRequest } from '@/lib/invitations/requests/withdraw-request';

/** Takes a request of one's own back. */
export async function withdrawAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform(
      { kind: 'write', permission: 'request.create', schema: withdrawRequestSchema, verb: withdrawRequest },
      { id: formFrom(data).get('id') },
    ),
    ({ displayName }) => `Withdrawn. Nobody decides the request for ${displayName} any more.`,
  );
}

/** Answers whoever asked back. */
export async function answerAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { kind: 'write', permission: 'request.create', schema: answerQuestionSchema, verb: answerQuestion },
      { id: form.get('id'), text: form.get('text') },
    ),
    ({ displayName }) => `Answered. The request for ${displayName} waits for a decision again.`,
  );
}

/** Asks to send an invitation again. */
export async function askReissueAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { kind: 'write', permission: 'request.create', schema: askReissueSchema, verb: askReissue },
      { submissionKey: form.get('submissionKey'), id: form.get('id'), reason: form.get('reason') },
    ),
    ({ displayName }) => `Asked. ${displayName} gets a new mail once somebody has approved it.`,
  );
}

/** Ends the invitation of a guest of one's own. */
export async function revokeGuestAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { kind: 'write', permission: 'guest.read', schema: revokeGuestSchema, verb: revokeGuest },
      { id: form.get('id'), reason: form.get('reason') },
    ),
    ({ displayName }) => `Revoked. ${displayName}’s link does not work any more.`,
  );
}

function shown<T>(performed: Performed<T>, message: (value: T) => string): ActState {
  if (performed.ok) {
    revalidatePath('/', 'layout');
    return { status: 'ok', message: message(performed.value) };
  }
  return failedAct(performed);
}
