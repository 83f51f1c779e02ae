'use client';

import { RolePicker } from '@/components/invite/role-picker';
import { isDangling, type SponsorChoice, SponsorPicker } from '@/components/invite/sponsor-picker';
import { classNames } from '@/components/ui/class-names';
import { controlClass, describedBy, Field, lineHeightClass } from '@/components/ui/field';
import type { SharedValues } from '@/lib/invitations/bulk/batch';
import { DirectoryChoice } from './directory-choice';
import type { PickerOffer } from './draft/cell-picker';

/** What all rows share, while somebody fills it in. */
export type SharedDraft = Omit<SharedValues, 'sponsorUserId'> & { sponsor: SponsorChoice };

export const sharedValues = ({ sponsor, ...rest }: SharedDraft): SharedValues => ({
  ...rest,
  sponsorUserId: sponsor.person?.id ?? '',
});

/** What the browser knows to be wrong: somebody typed a name and chose nobody. */
export const sharedProblems = ({ sponsor }: SharedDraft): Record<string, string> =>
  isDangling(sponsor) ? { sponsorUserId: 'Choose a person from the list, or clear the field.' } : {};

/** The form's values as an action takes them. */
export function sharedForm(id: string, shared: SharedValues): FormData {
  const data = new FormData();
  data.set('id', id);
  for (const name of ['directoryId', 'sponsorUserId', 'purpose', 'ticket'] as const) data.set(name, shared[name]);
  for (const role of shared.roleIds) data.append('roleIds', role);
  return data;
}

const line = classNames(controlClass, lineHeightClass);

/** Directory, roles, sponsor, purpose and ticket that hold for every row which says nothing else. */
export function SharedFields({
  value,
  onChange,
  offer,
  problems,
}: {
  value: SharedDraft;
  onChange: (value: SharedDraft) => void;
  offer: PickerOffer;
  problems: Record<string, string>;
}) {
  const set = (change: Partial<SharedDraft>) => onChange({ ...value, ...change });
  return (
    <div className="grid gap-5">
      <DirectoryChoice
        id="shared-directory"
        directories={offer.directories}
        unloaded={offer.unloaded}
        value={value.directoryId}
        onChange={(directoryId) => set({ directoryId })}
        none="Each row says its own"
        problem={problems.directoryId}
      />
      <RolePicker
        id="shared-roles"
        roles={offer.roles}
        unloaded={offer.unloaded}
        value={value.roleIds}
        onChange={(roleIds) => set({ roleIds })}
        problem={problems.roleIds}
      />
      <SponsorPicker
        id="shared-sponsor"
        value={value.sponsor}
        onChange={(sponsor) => set({ sponsor })}
        self={offer.self}
        unloaded={offer.unloaded}
        problem={problems.sponsorUserId}
      />
      <Field
        id="shared-purpose"
        label="Purpose"
        hint="In a sentence an auditor will understand. Leave it empty if each row has its own."
        problem={problems.purpose}
      >
        <textarea
          id="shared-purpose"
          dir="auto"
          rows={3}
          value={value.purpose}
          onChange={(event) => set({ purpose: event.target.value })}
          aria-invalid={Boolean(problems.purpose) || undefined}
          aria-describedby={describedBy('shared-purpose', { hint: true, problem: problems.purpose })}
          className={classNames(controlClass, 'field-sizing-content min-h-20 py-2')}
        />
      </Field>
      <Field id="shared-ticket" label="Ticket" optional problem={problems.ticket}>
        <input
          id="shared-ticket"
          dir="auto"
          autoComplete="off"
          value={value.ticket}
          onChange={(event) => set({ ticket: event.target.value })}
          aria-invalid={Boolean(problems.ticket) || undefined}
          aria-describedby={describedBy('shared-ticket', { problem: problems.ticket })}
          className={line}
        />
      </Field>
    </div>
  );
}
