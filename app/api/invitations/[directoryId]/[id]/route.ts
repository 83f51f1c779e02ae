import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { getInvitation, getInvitationSchema } from '@/lib/invitations/get-invitation';

type Params = { params: Promise<{ directoryId: string; id: string }> };

/** One invitation as it stands upstream now, for the receipt that refreshes itself. */
export async function GET(_request: NextRequest, { params }: Params): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'invitation.read', schema: getInvitationSchema, verb: getInvitation },
    await params,
  );
  return jsonAnswer(performed, 'invitation', systemClock.now());
}
