'use server';

import { revalidatePath } from 'next/cache';
import type { Performed } from '@/lib/action';
import { perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { checkInvitation, checkInvitationSchema } from '@/lib/invitations/check-invitation';
import { decide, decideSchema } from '@/lib/invitations/decide';
import type { InvitationView } from '@/lib/invitations/invitation';
import { keepBoth, keepBothSchema } from '@/lib/invitations/keep-both';
import { reissue, reissueSchema } from '@/lib/invitations/reissue';
import { revoke, revokeSchema } from '@/lib/invitations/revoke';

/** Takes an open invitation back. */
export async function revokeAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.revoke', schema: revokeSchema, verb: revoke },
      { id: data.get('id'), reason: data.get('reason') },
    ),
    'Revoked. The link does not work any more.',
  );
}

/** Sends an invitation again, as it was or put right. */
export async function reissueAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.reissue', schema: reissueSchema, verb: reissue },
      {
        id: data.get('id'),
        displayName: data.get('displayName'),
        roleIds: data.getAll('roleIds'),
        sponsorUserId: data.get('sponsorUserId'),
        purpose: data.get('purpose'),
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
      { id: data.get('id') },
    ),
    'Checked just now.',
  );
}

/** A person's word on which invitation is ours. */
export async function decideAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.create', schema: decideSchema, verb: decide },
      { id: data.get('id'), upstreamId: data.get('upstreamId') },
    ),
    'Noted.',
  );
}

/** A person's word that an invitation and its double are both meant. */
export async function keepBothAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(
    await perform(
      { kind: 'write', permission: 'invitation.revoke', schema: keepBothSchema, verb: keepBoth },
      { id: data.get('id'), reason: data.get('reason') },
    ),
    'Noted: both stay open.',
  );
}

/** Whatever came of it, the page shows how things stand now. */
function shown(performed: Performed<InvitationView>, message: string): ActState {
  revalidatePath('/invitations', 'layout');
  if (performed.ok) return { status: 'ok', message };
  const { failure, fields } = performed;
  const said = Object.values(fields ?? {}).join(' ');
  if (said === '') return { status: 'failed', failure };
  return { status: 'failed', failure: { ...failure, words: { ...failure.words, why: said } } };
}
