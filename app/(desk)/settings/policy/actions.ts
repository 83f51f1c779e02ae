'use server';

import { revalidatePath } from 'next/cache';
import { formFrom, type Performed, perform } from '@/lib/action';
import type { PolicyState, PreviewState } from '@/lib/action-state';
import {
  pausePolicy,
  pausePolicySchema,
  previewPolicy,
  previewPolicySchema,
  revertPolicy,
  revertPolicySchema,
  savePolicy,
  savePolicySchema,
} from '@/lib/invitations/rules/manage-policy';
import type { PolicyVersion } from '@/lib/invitations/rules/policy-book';

/** Makes what was written the policy that holds. */
export async function savePolicyAction(_previous: PolicyState, data: FormData): Promise<PolicyState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: 'policy.write', schema: savePolicySchema, verb: savePolicy },
    { document: form.get('document'), basedOn: form.get('basedOn'), note: form.get('note') },
  );
  return saved(performed, 'Saved.');
}

/** Makes an earlier version hold again. */
export async function revertPolicyAction(_previous: PolicyState, data: FormData): Promise<PolicyState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: 'policy.write', schema: revertPolicySchema, verb: revertPolicy },
    { number: form.get('number'), basedOn: form.get('basedOn') },
  );
  return saved(performed, 'That version holds again.');
}

/** Stops all sending, or lets it go on. */
export async function pausePolicyAction(_previous: PolicyState, data: FormData): Promise<PolicyState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: 'policy.write', schema: pausePolicySchema, verb: pausePolicy },
    { paused: form.get('paused'), because: form.get('because') ?? '' },
  );
  return saved(performed, 'Done.');
}

/** What a policy, saved or not, would say to an invitation; keeps and sends nothing. */
export async function previewPolicyAction(_previous: PreviewState, data: FormData): Promise<PreviewState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'read', permission: 'policy.read', schema: previewPolicySchema, verb: previewPolicy },
    {
      document: form.get('document'),
      email: form.get('email'),
      directoryId: form.get('directoryId'),
      roleIds: form.getAll('roleIds'),
      inviterRole: form.get('inviterRole'),
      inviterGroups: form.get('inviterGroups'),
      ticket: form.get('ticket'),
    },
  );
  if (performed.ok) return { status: 'ok', ...performed.value };
  return { status: 'failed', failure: performed.failure, problems: linesOf(performed.fields) };
}

function saved(performed: Performed<PolicyVersion>, message: string): PolicyState {
  if (!performed.ok) return { status: 'failed', failure: performed.failure, problems: linesOf(performed.fields) };
  revalidatePath('/settings/policy');
  return { status: 'ok', message, number: performed.value.number };
}

const linesOf = (fields: Record<string, string> | null): string[] =>
  Object.values(fields ?? {}).flatMap((each) => each.split('\n'));
