'use client';

import { type ReactNode, useId } from 'react';
import { Field } from '@/components/ui/field';
import { USHER_ROLES } from '@/lib/invitations/invitation';
import type { Policy } from '@/lib/invitations/rules/document';
import { MAX_HOLD_MINUTES } from '@/lib/invitations/rules/hold';
import { ListField, lineClass, NumberField } from './list-field';
import { SUGGESTIONS } from './rule-card';

/** What stands beside the rules: domains, grants, purpose and ticket, ceilings. */
export function PolicyLimits({ policy, change }: { policy: Policy; change: (part: Partial<Policy>) => void }) {
  const { domains, grants, purpose, ticket, sponsor, ceilings, requests, holdMinutes } = policy;
  return (
    <div className="grid gap-6">
      <Part title="Domains" words="A domain covers its subdomains.">
        <ListField
          label="Refused"
          values={domains.denied}
          change={(denied = []) => change({ domains: { ...domains, denied } })}
        />
        <ListField
          label="Allowed"
          hint="When there is any, every other domain is refused."
          values={domains.allowed}
          change={(allowed = []) => change({ domains: { ...domains, allowed } })}
        />
        <ListField
          label="Your organisation’s own"
          hint="An address that only looks like one of these gets a warning."
          values={domains.own}
          change={(own = []) => change({ domains: { ...domains, own } })}
        />
      </Part>
      <Part
        title="Grantable roles"
        words="What each of Usher’s roles may hand out, by name or id, * for all. Empty: as configured."
      >
        {USHER_ROLES.filter((role) => role !== 'auditor').map((role) => (
          <ListField
            key={role}
            label={role === 'admin' ? 'Administrators' : role === 'helpdesk' ? 'Helpdesk' : 'Sponsors may ask for'}
            suggestions={SUGGESTIONS.roles}
            values={grants[role]}
            change={(list) => {
              const { [role]: _was, ...others } = grants;
              change({ grants: list === undefined ? others : { ...others, [role]: list } });
            }}
          />
        ))}
      </Part>
      <Part title="Purpose and ticket" words="A pattern is a regular expression (RE2) that the whole text has to fit.">
        <TextField
          label="Pattern of the purpose"
          value={purpose.pattern}
          change={(pattern) => change({ purpose: { ...purpose, pattern } })}
        />
        <TextField
          label="What to write instead"
          value={purpose.hint}
          change={(hint) => change({ purpose: { ...purpose, hint } })}
        />
        <TextField
          label="Pattern of the ticket"
          value={ticket.pattern}
          change={(pattern) => change({ ticket: { ...ticket, pattern } })}
        />
        <TextField
          label="What to write instead"
          value={ticket.hint}
          change={(hint) => change({ ticket: { ...ticket, hint } })}
        />
        <Check
          label="A ticket is required"
          checked={ticket.required}
          change={(required) => change({ ticket: { ...ticket, required } })}
        />
        <Check
          label="A sponsor is required"
          checked={sponsor.required}
          change={(required) => change({ sponsor: { required } })}
        />
      </Part>
      <Part title="Ceilings" words="Invitations in 24 hours. Empty for none.">
        <NumberField
          label="By one person"
          value={ceilings.perInviter}
          change={(perInviter) => change({ ceilings: { ...ceilings, perInviter } })}
        />
        <NumberField
          label="To one domain"
          value={ceilings.perDomain}
          change={(perDomain) => change({ ceilings: { ...ceilings, perDomain } })}
        />
        <NumberField
          label="In all"
          value={ceilings.inAll}
          change={(inAll) => change({ ceilings: { ...ceilings, inAll } })}
        />
        <NumberField
          label="Days that a request waits"
          hint="Then it expires, and both sides are told."
          value={requests.expireAfterDays}
          change={(days) => change({ requests: { expireAfterDays: days ?? 1 } })}
        />
      </Part>
      <Part title="Undo" words="What is sent waits first, so that whoever sent it can take it back.">
        <NumberField
          label="Minutes before it leaves"
          hint={`0 to ${MAX_HOLD_MINUTES}; 0 sends at once.`}
          value={holdMinutes}
          change={(minutes) => change({ holdMinutes: minutes ?? 0 })}
        />
      </Part>
    </div>
  );
}

function Part({ title, words, children }: { title: string; words: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="font-semibold">{title}</legend>
      <p className="mb-3 text-ink-muted text-sm">{words}</p>
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

function TextField({ label, value, change }: { label: string; value: string; change: (value: string) => void }) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <input
        id={id}
        className={lineClass}
        value={value}
        spellCheck={false}
        onChange={({ target }) => change(target.value)}
      />
    </Field>
  );
}

function Check({ label, checked, change }: { label: string; checked: boolean; change: (checked: boolean) => void }) {
  return (
    <label className="flex min-h-target items-center gap-2 md:min-h-0">
      <input type="checkbox" className="size-4" checked={checked} onChange={({ target }) => change(target.checked)} />
      {label}
    </label>
  );
}
