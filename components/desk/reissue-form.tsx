'use client';

import { useState } from 'react';
import { RolePicker } from '@/components/invite/role-picker';
import { chosen, SponsorPicker } from '@/components/invite/sponsor-picker';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Field, lineHeightClass } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { MAX_DISPLAY_NAME, MAX_PURPOSE } from '@/lib/invitations/fields';
import type { InvitationView, PersonView, RoleView } from '@/lib/invitations/invitation';
import { type ActAction, ActForm } from './act-form';

/** Sends an invitation again, with what was wrong put right. */
export function ReissueForm({
  action,
  invitation,
  name,
  open,
  offer,
}: {
  action: ActAction;
  invitation: InvitationView;
  name: string;
  /** The old link still works, and will die. */
  open: boolean;
  offer: { roles: RoleView[]; self: PersonView | null };
}) {
  const offered = new Set(offer.roles.map(({ id }) => id));
  const [roleIds, setRoleIds] = useState(invitation.roles.map(({ id }) => id).filter((id) => offered.has(id)));
  const [sponsor, setSponsor] = useState(chosen(invitation.sponsor));
  const lost = invitation.roles.filter(({ id }) => !offered.has(id));
  const field = (part: string) => `reissue-${part}`;
  return (
    <ActForm
      action={action}
      id={invitation.ledger?.id ?? ''}
      label={`Send ${name}’s invitation again`}
      busy="Sending…"
      kind="primary"
      once
    >
      <p>
        {open
          ? `ConductorOne cannot change an invitation: this one is revoked, and a new mail goes to ${invitation.email}. The old link dies.`
          : `A new mail goes to ${invitation.email}. The old link stays dead.`}
      </p>
      <Field id={field('name')} label="Display name">
        <input
          id={field('name')}
          name="displayName"
          dir="auto"
          required
          maxLength={MAX_DISPLAY_NAME}
          defaultValue={invitation.displayName}
          className={classNames(controlClass, lineHeightClass)}
        />
      </Field>
      {lost.length === 0 ? null : (
        <Notice tone="warn" title={`You may not grant ${lost.map((role) => role.name).join(', ')}.`}>
          <p>It would be left out. To keep it, ask an administrator to send this invitation again.</p>
        </Notice>
      )}
      <RolePicker
        id={field('roles')}
        roles={offer.roles}
        unloaded={false}
        value={roleIds}
        onChange={setRoleIds}
        problem={undefined}
      />
      <SponsorPicker
        id={field('sponsor')}
        value={sponsor}
        onChange={setSponsor}
        self={offer.self}
        unloaded={false}
        problem={undefined}
      />
      <Field id={field('purpose')} label="Purpose">
        <textarea
          id={field('purpose')}
          name="purpose"
          dir="auto"
          required
          rows={3}
          maxLength={MAX_PURPOSE}
          defaultValue={invitation.purpose}
          className={classNames(controlClass, 'py-2')}
        />
      </Field>
    </ActForm>
  );
}
