'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import type { InviteValues } from '@/lib/invitations/fields';
import { FIELD_ORDER, inviteValuesFrom } from '@/lib/invitations/form-data';
import type { PersonView } from '@/lib/invitations/invitation';
import { guessDisplayName, parseMailbox } from '@/lib/invitations/mailbox';
import { loadDraft, rememberedDirectory, saveDraft } from './draft';
import { inviteResolver, warmUp } from './resolver';
import { chosen, isDangling, type SponsorChoice } from './sponsor-picker';

export const FORM_ID = 'invite-form';
export const fieldId = (name: string): string => `invite-${name}`;

/** Those that may be asked for when the form is sent, after all others. */
export const ALL_FIELDS = [...FIELD_ORDER, 'acknowledged'] as const;

type TextName =
  | 'acknowledged'
  | 'email'
  | 'displayName'
  | 'directoryId'
  | 'purpose'
  | 'ticket'
  | 'jobId'
  | 'onboardingFlowId';

/**
 * What stands in the form already. The page is usable before this script runs, and what was typed until then must not be
 * put back to what the server had rendered.
 */
function valuesOnPage(rendered: InviteValues): InviteValues {
  if (typeof document === 'undefined') return rendered;
  const form = document.getElementById(FORM_ID);
  return form instanceof HTMLFormElement ? inviteValuesFrom(new FormData(form)) : rendered;
}

export type FieldsOptions = {
  initial: InviteValues;
  sponsor: PersonView | null;
  /** Problems that the server found and rendered; each goes when its field is touched. */
  problems: Record<string, string>;
  /** False after a post or with a link: then the page says what the form holds, and no draft does. */
  mayRestore: boolean;
  directoryIds: readonly string[];
  /** What is on offer; null when that could not be loaded, and nothing may be dropped for it. */
  roleIds: readonly string[] | null;
  owner: string;
};

/** The form's fields: values, problems, the guessed name, the draft. */
export function useInviteFields(options: FieldsOptions) {
  const { initial, owner } = options;
  const [typed] = useState(() => valuesOnPage(initial));
  const form = useForm<InviteValues>({ defaultValues: initial, resolver: inviteResolver, shouldFocusError: false });
  const [sponsor, setSponsorState] = useState<SponsorChoice>(() => chosen(options.sponsor));
  const [serverProblems, setServerProblems] = useState(options.problems);
  const nameTouched = useRef(false);
  const { errors } = form.formState;

  const problem = (name: keyof InviteValues): string | undefined => errors[name]?.message ?? serverProblems[name];

  /** After a change: what was wrong with the field may be mended. */
  function touched(name: keyof InviteValues) {
    setServerProblems(({ [name]: _mended, ...rest }) => rest);
    if (form.getFieldState(name).error) void form.trigger(name);
  }

  function setSponsor(next: SponsorChoice) {
    setSponsorState(next);
    form.setValue('sponsorUserId', next.person?.id ?? '');
    touched('sponsorUserId');
  }

  function setRoles(ids: string[]) {
    form.setValue('roleIds', ids);
    touched('roleIds');
  }

  /** `Ada Lovelace <ada@acme.example>` fills both fields; a bare address suggests a name until one was typed. */
  function readMailbox(text: string, tidy: boolean) {
    const { email, displayName } = parseMailbox(text);
    if (tidy && email !== text) form.setValue('email', email);
    if (displayName !== '') {
      form.setValue('displayName', displayName);
      nameTouched.current = true;
    } else if (!nameTouched.current) {
      form.setValue('displayName', guessDisplayName(email));
    }
    touched('displayName');
  }

  /** Another address than the one that was typed, by one click. */
  function takeEmail(email: string) {
    form.setValue('email', email);
    form.setValue('acknowledged', '');
    readMailbox(email, false);
    touched('email');
    document.getElementById(fieldId('email'))?.focus();
  }

  /** What a text control needs. */
  function bind(name: TextName) {
    return form.register(name, {
      onChange: () => {
        if (name === 'email') {
          readMailbox(form.getValues('email'), false);
          // What was said of one address does not hold for the next.
          form.setValue('acknowledged', '');
        }
        if (name === 'displayName') nameTouched.current = form.getValues('displayName') !== '';
        touched(name);
      },
      onBlur: () => {
        if (name === 'email') readMailbox(form.getValues('email'), true);
        // Passing through an empty field is no mistake yet.
        if (form.getValues(name).trim() !== '') void form.trigger(name);
      },
    });
  }

  /** After values came from elsewhere: a name that is not the address's own was somebody's choice. */
  function noteName({ email, displayName }: Pick<InviteValues, 'email' | 'displayName'>) {
    const guess = guessDisplayName(email);
    nameTouched.current = displayName !== '' && displayName !== guess;
    if (displayName === '') form.setValue('displayName', guess);
  }

  // The first render must be the server's, to the letter; what was typed meanwhile is put back before the next paint.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form has come to life in the browser.
  useLayoutEffect(() => {
    for (const name of ALL_FIELDS) {
      if (String(typed[name]) !== String(initial[name])) form.setValue(name, typed[name]);
    }
    // Not getValues(): until its own first effect the library answers the defaults.
    noteName(typed);
    // What was pasted before this script ran is read like anything pasted since.
    if (typed.email !== initial.email) readMailbox(typed.email, true);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as above.
  useEffect(() => {
    const now = form.getValues();
    const untouched = (name: keyof InviteValues) => String(now[name]) === String(initial[name]);
    if (options.mayRestore) {
      const remembered = rememberedDirectory();
      if (options.directoryIds.includes(remembered) && untouched('directoryId'))
        form.setValue('directoryId', remembered);
      const draft = loadDraft(owner);
      if (draft !== null) {
        for (const name of FIELD_ORDER) {
          const kept = draft.values[name];
          // A role that is no longer on offer would have no box to untick.
          const value = Array.isArray(kept) ? kept.filter((id) => options.roleIds?.includes(id) ?? true) : kept;
          if (name === 'directoryId' && !options.directoryIds.includes(String(value))) continue;
          if (untouched(name) && value.length > 0) form.setValue(name, value);
        }
        if (draft.sponsor !== null) setSponsorState(chosen(draft.sponsor));
        noteName(form.getValues());
      }
    }
  }, []);

  const person = sponsor.person;
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values: { submissionKey: _key, override: _override, acknowledged: _acknowledged, ...values } }) =>
          saveDraft(owner, { values, sponsor: person }),
      }),
    [form, owner, person],
  );

  /** Judges the form, or some of it; true when it may be sent. Otherwise each problem stands beside its field. */
  async function check(names?: readonly (keyof InviteValues)[]): Promise<boolean> {
    setServerProblems({});
    const valid = await form.trigger(names);
    if (!isDangling(sponsor)) return valid;
    setServerProblems({ sponsorUserId: 'Choose a person from the list, or clear the field.' });
    return false;
  }

  /** For the next person: who and why go, what stays the same for the next one stays. */
  function clearPerson() {
    const { directoryId, roleIds, sponsorUserId } = form.getValues();
    const kept = { directoryId, roleIds, sponsorUserId };
    form.reset({ ...BLANK, ...kept });
    nameTouched.current = false;
    setServerProblems({});
  }

  return {
    form,
    sponsor,
    setSponsor,
    setRoles,
    bind,
    readMailbox,
    takeEmail,
    problem,
    serverProblems,
    setServerProblems,
    check,
    /** What many people share. */
    checkShared: () => check(['directoryId', 'roleIds', 'sponsorUserId', 'purpose', 'ticket']),
    clearPerson,
    warmUp,
  };
}

const BLANK: InviteValues = {
  // The key is the sender's; this one only satisfies the schema while the fields are judged.
  submissionKey: '00000000-0000-4000-8000-000000000000',
  email: '',
  displayName: '',
  directoryId: '',
  roleIds: [],
  sponsorUserId: '',
  purpose: '',
  ticket: '',
  jobId: '',
  onboardingFlowId: '',
  acknowledged: '',
  override: '',
};

export type InviteFields = ReturnType<typeof useInviteFields>;
