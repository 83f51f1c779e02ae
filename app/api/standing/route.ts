import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { standing, standingSchema } from '@/lib/invitations/standing';

/** Whether an address is known already, for the form while it is filled: `?email=&directoryId=` → `{ standing }`. */
export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl;
  const performed = await perform(
    { kind: 'read', permission: 'invitation.create', schema: standingSchema, verb: standing },
    { email: searchParams.get('email') ?? '', directoryId: searchParams.get('directoryId') ?? '' },
  );
  return jsonAnswer(performed, 'standing', systemClock.now());
}
