import { classNames } from '@/components/ui/class-names';
import { Problem } from '@/components/ui/field';
import type { RoleView } from '@/lib/invitations/invitation';

/** More than these do not fit a glance: then the list scrolls. */
const GLANCE = 8;

/** Roles to tick, each with what it grants in words. The browser keeps the ticks, so that it works before any script does. */
export function RoleBoxes({
  id,
  legend,
  none,
  roles,
  ticked,
  problem,
}: {
  id: string;
  legend: string;
  /** What to say where there is nothing to tick. */
  none: string;
  roles: readonly RoleView[];
  ticked: readonly string[];
  problem?: string | undefined;
}) {
  return (
    <fieldset id={id} className="min-w-0" aria-describedby={problem ? `${id}-problem` : undefined}>
      <legend className="mb-1 font-medium text-sm">{legend}</legend>
      {roles.length === 0 ? (
        <p className="text-ink-muted text-sm">{none}</p>
      ) : (
        <ul
          className={classNames(
            'grid overflow-hidden rounded border border-line-strong bg-surface',
            roles.length > GLANCE && 'max-h-80 overflow-y-auto',
            problem && 'border-danger-fg',
          )}
        >
          {roles.map((role) => (
            <li key={role.id} className="-mb-px min-w-0">
              <label className="flex h-full items-start gap-3 border-line border-b px-3 py-2.5 transition-colors hover:bg-sunken has-[:checked]:bg-accent-soft md:py-2">
                <input
                  type="checkbox"
                  name="roleIds"
                  value={role.id}
                  defaultChecked={ticked.includes(role.id)}
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
        </ul>
      )}
      <Problem id={id}>{problem}</Problem>
    </fieldset>
  );
}
