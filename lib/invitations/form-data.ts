import type { InviteValues } from './fields';
import type { RequestValues } from './requests/fields';

/** The fields that somebody fills, in the order of the page. */
export const FIELD_ORDER = [
  'email',
  'displayName',
  'directoryId',
  'roleIds',
  'sponsorUserId',
  'purpose',
  'ticket',
  'jobId',
  'onboardingFlowId',
] as const satisfies readonly (keyof InviteValues)[];

/** The names of all the form's fields; a posted field of another name is not ours. */
const INVITE_FIELDS = ['submissionKey', ...FIELD_ORDER, 'acknowledged', 'override'] as const;

/** One field of a posted form as text: "" where there is none, or a file in its place. */
export function textIn(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

/**
 * The form's values out of a posted `FormData`, as plain strings. Files are not ours and count as empty; React's own
 * bookkeeping fields (`$ACTION…`) are passed over. No validation: that is the schema's.
 */
export function inviteValuesFrom(data: FormData): InviteValues {
  const text = (name: string): string => textIn(data, name);
  return {
    submissionKey: text('submissionKey'),
    email: text('email'),
    displayName: text('displayName'),
    directoryId: text('directoryId'),
    roleIds: data.getAll('roleIds').filter((value): value is string => typeof value === 'string'),
    sponsorUserId: text('sponsorUserId'),
    purpose: text('purpose'),
    ticket: text('ticket'),
    jobId: text('jobId'),
    onboardingFlowId: text('onboardingFlowId'),
    acknowledged: text('acknowledged'),
    override: text('override'),
  };
}

/** The values of the form of a request: the invitation's without overriding, and its own. */
export function requestValuesFrom(data: FormData): RequestValues {
  const { override: _never, ...values } = inviteValuesFrom(data);
  return { ...values, wantedUntil: textIn(data, 'wantedUntil') };
}

/** The other way: what the browser sends when it submits by itself. */
export function inviteFormData(values: InviteValues): FormData {
  const data = new FormData();
  for (const name of INVITE_FIELDS) {
    const value = values[name];
    for (const each of Array.isArray(value) ? value : [value]) data.append(name, each);
  }
  return data;
}
