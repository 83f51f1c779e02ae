import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer, jsonBody } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { outlook, outlookSchema } from '@/lib/invitations/outlook';

/**
 * What would become of the invitation in the form: its fields as JSON → `{ outlook }`. It changes nothing; it is a POST from
 * our own page because names and reasons have no place in an address.
 */
export async function POST(request: NextRequest): Promise<Response> {
  const performed = await perform(
    { kind: 'write', permission: 'request.create', schema: outlookSchema, verb: outlook },
    await jsonBody(request),
  );
  return jsonAnswer(performed, 'outlook', systemClock.now());
}
