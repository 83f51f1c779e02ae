'use client';

import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { controlClass, lineHeightClass, Problem } from '@/components/ui/field';
import { CloseIcon } from '@/components/ui/icons';
import type { RoleView } from '@/lib/invitations/invitation';

/** More than these do not fit a glance: then the list scrolls and can be filtered. */
const GLANCE = 8;

/** Which roles the guest gets. Plain checkboxes, so that the list works before any script does and with any reader. */
export function RolePicker({
  id,
  roles,
  unloaded,
  value,
  onChange,
  problem,
}: {
  id: string;
  roles: RoleView[];
  /** The list could not be had: not the same as an empty one. */
  unloaded: boolean;
  value: readonly string[];
  onChange: (ids: string[]) => void;
  problem: string | undefined;
}) {
  const [filter, setFilter] = useState('');
  const many = roles.length > GLANCE;
  const wanted = filter.trim().toLowerCase();
  const named = roles.filter(({ name }) => name.toLowerCase().includes(wanted));
  // By name; by what they grant only when no name fits, since nearly every role grants some “read”.
  const shown = named.length > 0 ? named : roles.filter(({ grants }) => grants.toLowerCase().includes(wanted));
  const chosen = roles.filter((role) => value.includes(role.id));
  const toggle = (roleId: string, on: boolean) =>
    onChange(on ? [...value, roleId] : value.filter((each) => each !== roleId));

  return (
    <fieldset id={id} className="min-w-0" aria-describedby={problem ? `${id}-problem` : undefined}>
      <legend className="float-left mb-1 font-medium text-sm">Roles</legend>
      <span className="float-right text-ink-muted text-xs leading-5">
        {roles.length === 0 ? '' : chosen.length === 0 ? 'Optional' : `${chosen.length} chosen`}
      </span>
      {roles.length === 0 ? (
        <p className="clear-both text-ink-muted text-sm">
          {unloaded
            ? 'Could not be loaded.'
            : 'There is no role that you may grant at invitation. The person can be invited without one and get roles later.'}
        </p>
      ) : (
        <div className="clear-both">
          {many ? (
            <input
              type="search"
              aria-label="Filter roles"
              placeholder="Filter roles"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && !event.ctrlKey && !event.metaKey && event.preventDefault()}
              className={classNames(controlClass, lineHeightClass, 'mb-2')}
            />
          ) : null}
          {chosen.length > 0 && many ? (
            <ul aria-label="Chosen roles" className="mb-2 flex flex-wrap gap-1.5">
              {chosen.map((role) => (
                <li key={role.id} className="max-w-full">
                  <button
                    type="button"
                    aria-label={`Remove ${role.name}`}
                    onClick={() => toggle(role.id, false)}
                    className="flex min-h-9 max-w-full items-center gap-1 rounded-full bg-accent-soft py-0.5 pr-2 pl-3 font-medium text-accent-ink text-sm md:min-h-7"
                  >
                    <span dir="auto" className="truncate">
                      {role.name}
                    </span>
                    <CloseIcon size={14} className="shrink-0" />
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <ul
            className={classNames(
              'grid overflow-hidden rounded border border-line-strong bg-surface sm:grid-cols-2',
              many && 'max-h-80 overflow-y-auto',
              problem && 'border-danger-fg',
            )}
          >
            {roles.map((role) => (
              // Hidden, not gone: what is ticked goes along with the form whether the filter shows it or not.
              <li key={role.id} hidden={!shown.includes(role)} className="-mb-px min-w-0">
                <label className="flex h-full items-start gap-3 border-line border-b px-3 py-2.5 transition-colors hover:bg-sunken has-[:checked]:bg-accent-soft md:py-2">
                  <input
                    type="checkbox"
                    name="roleIds"
                    value={role.id}
                    checked={value.includes(role.id)}
                    onChange={(event) => toggle(role.id, event.target.checked)}
                    aria-labelledby={`${id}-${role.id}-name`}
                    aria-describedby={`${id}-${role.id}-grants`}
                    className="mt-0.5 size-5 shrink-0"
                  />
                  <span className="min-w-0 wrap-anywhere">
                    <span id={`${id}-${role.id}-name`} dir="auto" className="block font-medium">
                      {role.name}
                    </span>
                    <span id={`${id}-${role.id}-grants`} className="block text-ink-muted text-sm">
                      {role.grants}
                    </span>
                  </span>
                </label>
              </li>
            ))}
            {shown.length > 0 ? null : (
              <li className="col-span-full px-3 py-2.5 text-ink-muted text-sm">No role fits “{filter}”.</li>
            )}
          </ul>
        </div>
      )}
      <Problem id={id}>{problem}</Problem>
    </fieldset>
  );
}
