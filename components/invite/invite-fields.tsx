'use client';

import type { ClipboardEvent } from 'react';
import { useWatch } from 'react-hook-form';
import { classNames } from '@/components/ui/class-names';
import { controlClass, describedBy, Field, lineHeightClass } from '@/components/ui/field';
import { ChevronDownIcon, ChevronRightIcon } from '@/components/ui/icons';
import { looksLikeMany } from '@/lib/invitations/bulk/looks-like-many';
import type { InviteValues } from '@/lib/invitations/fields';
import type { DirectoryView } from '@/lib/invitations/invitation';
import { parseMailbox } from '@/lib/invitations/mailbox';
import { FormSection } from './form-section';
import type { Offer } from './offer';
import { RolePicker } from './role-picker';
import { SponsorPicker } from './sponsor-picker';
import { fieldId, type InviteFields } from './use-invite-fields';
import type { ManyPeople } from './use-many';

const line = classNames(controlClass, lineHeightClass);

/** Who, Where, Why and the rest. `initial` is what the server rendered; from then on the values live in `fields`. */
export function InviteFieldsView({
  fields,
  initial,
  offer,
  people,
  moreOpen,
}: {
  fields: InviteFields;
  initial: InviteValues;
  offer: Offer;
  people: ManyPeople;
  moreOpen: boolean;
}) {
  const { form, bind, problem } = fields;
  const { many } = people;
  const [roleIds, directoryId] = useWatch({ control: form.control, name: ['roleIds', 'directoryId'] });
  const directory = offer.directories.find(({ id }) => id === directoryId);

  // Without scripts, or where the parts for many cannot be had, the field takes one.
  const severalHint =
    problem('email') && looksLikeMany(form.getValues('email') || initial.email) ? (
      <>
        Several people at once can be{' '}
        <a href="/imports/new" className="underline underline-offset-2">
          imported as a list
        </a>
        .
      </>
    ) : undefined;

  const aria = (name: keyof InviteValues, hint?: boolean) => ({
    id: fieldId(name),
    'aria-invalid': Boolean(problem(name)) || undefined,
    'aria-describedby': describedBy(fieldId(name), { hint, problem: problem(name) }),
  });

  /** Pasted from a mail program: both parts at once. Anything else is pasted as the browser would. */
  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const text = event.clipboardData.getData('text');
    if (people.onPasted(text)) return event.preventDefault();
    const mailbox = parseMailbox(text);
    if (mailbox.email === text.trim() || !mailbox.email.includes('@')) return;
    event.preventDefault();
    form.setValue('email', mailbox.email);
    fields.readMailbox(text, false);
    void form.trigger('email');
  }

  return (
    <>
      <FormSection name="Who">
        {many === null ? (
          <div className="grid items-start gap-4 xl:grid-cols-2">
            <Field id={fieldId('email')} label="Email" hint={severalHint} problem={problem('email')}>
              <input
                {...bind('email')}
                {...aria('email', severalHint !== undefined)}
                // Not type=email: browsers judge international addresses wrongly, and refuse “Ada <ada@…>” on paste.
                type="text"
                inputMode="email"
                dir="auto"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                defaultValue={initial.email}
                onPaste={onPaste}
                onInput={(event) => people.onTyped(event.currentTarget.value)}
                className={line}
              />
            </Field>
            <Field id={fieldId('displayName')} label="Display name" problem={problem('displayName')}>
              <input
                {...bind('displayName')}
                {...aria('displayName')}
                type="text"
                dir="auto"
                autoComplete="off"
                spellCheck={false}
                defaultValue={initial.displayName}
                className={line}
              />
            </Field>
          </div>
        ) : (
          <>
            <many.parts.PeopleField id={fieldId('email')} store={many.store} onRemoved={people.onRemoved} />
            <many.parts.PeopleList store={many.store} offer={offer} sharedRoles={() => form.getValues('roleIds')} />
          </>
        )}
      </FormSection>
      <FormSection name="Where">
        <DirectoryField
          fields={fields}
          initial={initial}
          directories={offer.directories}
          unloaded={offer.unloaded}
          aria={aria('directoryId')}
        />
        <RolePicker
          id={fieldId('roleIds')}
          roles={offer.roles}
          unloaded={offer.unloaded}
          value={roleIds}
          onChange={fields.setRoles}
          problem={problem('roleIds')}
        />
      </FormSection>
      <FormSection name="Why">
        <SponsorPicker
          id={fieldId('sponsorUserId')}
          value={fields.sponsor}
          onChange={fields.setSponsor}
          self={offer.self}
          unloaded={offer.unloaded}
          problem={problem('sponsorUserId')}
        />
        <Field
          id={fieldId('purpose')}
          label="Purpose"
          hint="In a sentence an auditor will understand."
          problem={problem('purpose')}
        >
          <textarea
            {...bind('purpose')}
            {...aria('purpose', true)}
            dir="auto"
            rows={3}
            defaultValue={initial.purpose}
            className={classNames(controlClass, 'field-sizing-content min-h-20 py-2')}
          />
        </Field>
        <details open={moreOpen} className="group" id={MORE_ID}>
          <summary className="-ml-1 inline-flex min-h-target items-center gap-1 rounded pr-2 font-medium text-ink-muted text-sm hover:text-ink md:min-h-8">
            <ChevronRightIcon size={16} className="transition-transform group-open:rotate-90" />
            {many === null ? 'More: ticket, job, onboarding flow' : 'More: ticket'}
          </summary>
          <div className="grid gap-4 pt-3 sm:grid-cols-2">
            <div className="sm:col-span-2">
              <Field
                id={fieldId('ticket')}
                label="Ticket"
                optional
                hint="Kept at the end of the purpose."
                problem={problem('ticket')}
              >
                <input {...bind('ticket')} {...aria('ticket', true)} defaultValue={initial.ticket} className={line} />
              </Field>
            </div>
            {many === null ? (
              <>
                <Field id={fieldId('jobId')} label="Job id" optional problem={problem('jobId')}>
                  <input {...bind('jobId')} {...aria('jobId')} defaultValue={initial.jobId} className={line} />
                </Field>
                <Field
                  id={fieldId('onboardingFlowId')}
                  label="Onboarding flow id"
                  optional
                  hint={
                    directory?.onboardingFlowId
                      ? `Empty: the directory’s own, ${directory.onboardingFlowId}.`
                      : undefined
                  }
                  problem={problem('onboardingFlowId')}
                >
                  <input
                    {...bind('onboardingFlowId')}
                    {...aria('onboardingFlowId', Boolean(directory?.onboardingFlowId))}
                    defaultValue={initial.onboardingFlowId}
                    className={line}
                  />
                </Field>
              </>
            ) : null}
          </div>
        </details>
      </FormSection>
    </>
  );
}

export const MORE_ID = 'invite-more';

/** A choice only where there is one: a single directory is said, not asked. */
function DirectoryField({
  fields,
  initial,
  directories,
  unloaded,
  aria,
}: {
  fields: InviteFields;
  initial: InviteValues;
  directories: DirectoryView[];
  unloaded: boolean;
  aria: { id: string; 'aria-describedby': string | undefined };
}) {
  const [only] = directories;
  const problem = fields.problem('directoryId');
  if (only === undefined || directories.length === 1) {
    return (
      <div>
        <p className="mb-1 font-medium text-sm">Directory</p>
        <p id={aria.id} tabIndex={-1} dir="auto" className={only === undefined ? 'text-ink-muted' : 'wrap-anywhere'}>
          {only?.name ?? (unloaded ? 'Could not be loaded.' : 'None to choose from.')}
        </p>
        <input type="hidden" {...fields.form.register('directoryId')} defaultValue={initial.directoryId} />
        {problem ? <p className="mt-1 text-danger-fg text-sm">{problem}</p> : null}
      </div>
    );
  }
  return (
    <Field id={aria.id} label="Directory" problem={problem}>
      <div className="relative">
        <select
          {...fields.bind('directoryId')}
          {...aria}
          defaultValue={initial.directoryId}
          className={classNames(line, 'appearance-none truncate pr-10')}
        >
          {directories.some(({ id }) => id === initial.directoryId) ? null : (
            <option value="">Choose a directory</option>
          )}
          {directories.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <ChevronDownIcon
          size={18}
          className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-muted"
        />
      </div>
    </Field>
  );
}
