'use server';

import { perform } from '@/lib/action';
import type { VerifyState } from '@/lib/action-state';
import { verifyAudit, verifyAuditSchema } from '@/lib/invitations/verify-audit';

/** Reads the whole audit and says whether it is what was written. */
export async function verifyAction(_previous: VerifyState, _data: FormData): Promise<VerifyState> {
  const performed = await perform(
    { kind: 'write', permission: 'audit.read', schema: verifyAuditSchema, verb: verifyAudit },
    {},
  );
  if (performed.ok) return { status: 'ok', value: performed.value };
  return { status: 'failed', failure: performed.failure };
}
