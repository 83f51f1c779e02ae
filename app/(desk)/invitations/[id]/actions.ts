'use server';

import { revalidatePath } from 'next/cache';
import type { Performed } from '@/lib/action';
import { failedAct, formFrom, perform } from '@/lib/action';
import type { ActState, UndoState } from '@/lib/action-state';
import { checkInvitation, checkInvitationSchema } from '@/lib/invitations/check-invitation';
import { decide, decideSchema } from '@/lib/invitations/decide';
import type { FailureCode } from '@/lib/invitations/errors';
import { textIn } from '@/lib/invitations/form-data';
import type { InvitationView } from '@/lib/invitations/invitation';
import { keepBoth, keepBothSchema } from '@/lib/invitations/keep-both';
import { reissue, reissueSchema } from '@/lib/invitations/reissue';
import { revoke, revokeSchema } from '@/lib/invitations/revoke';
import { undo, undoSchema } from '@/lib/invitations/undo';

/** Takes an open invitation back. */
export async function revokeAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.revoke', schema: revokeSchema, verb: revoke },
      { id: form.get('id'), reason: form.get('reason') },
    ),
    'Revoked. The link does not work any more.',
  );
}

/** Sends an invitation again, as it was or put right. */
export async function reissueAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.reissue', schema: reissueSchema, verb: reissue },
      {
        id: form.get('id'),
        displayName: form.get('displayName'),
        roleIds: form.getAll('roleIds'),
        sponsorUserId: form.get('sponsorUserId'),
        purpose: form.get('purpose'),
      },
    ),
    'Sent again, with a new link.',
  );
}

/** Looks how it stands in ConductorOne now. */
export async function checkAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.create', schema: checkInvitationSchema, verb: checkInvitation },
      { id: formFrom(data).get('id') },
    ),
    'Checked just now.',
  );
}

/** A person's word on which invitation is ours. */
export async function decideAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.create', schema: decideSchema, verb: decide },
      { id: form.get('id'), upstreamId: form.get('upstreamId') },
    ),
    'Noted.',
  );
}

/** A person's word that an invitation and its double are both meant. */
export async function keepBothAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.revoke', schema: keepBothSchema, verb: keepBoth },
      { id: form.get('id'), reason: form.get('reason') },
    ),
    'Noted: both stay open.',
  );
}

/**
 * Calls off what waits to be sent; also for the form's receipt and for one's own guests. Pressed too late, the page stands as it
 * stood until the answer is read.
 */
export async function undoAction(_previous: unknown, data: FormData): Promise<UndoState> {
  const id = textIn(formFrom(data), 'id');
  const performed = await perform(
    { kind: 'write', permission: 'invitation.undo', schema: undoSchema, verb: undo },
    { id },
  );
  if (!performed.ok) return { status: 'failed', id, failure: performed.failure };
  revalidatePath('/', 'layout');
  return { status: 'ok', id, message: `Called off. Nothing was sent to ${performed.value.displayName}.` };
}

/** Refused before anything was looked at: the page stands as it stood, and is not made anew for whom it may not be. */
const AT_THE_DOOR: ReadonlySet<FailureCode> = new Set(['signed-out', 'forbidden', 'foreign-origin', 'invalid-input']);

/** Whatever came of it, the page shows how things stand now. */
function shown(performed: Performed<InvitationView>, message: string): ActState {
  if (performed.ok || !AT_THE_DOOR.has(performed.failure.code)) revalidatePath('/invitations', 'layout');
  if (performed.ok) return { status: 'ok', message };
  return failedAct(performed);
}
