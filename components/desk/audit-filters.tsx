import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, lineHeightClass } from '@/components/ui/field';
import type { AuditQuery } from './audit-address';

/** Person, action and time; a form like any other, that works without scripts. */
export function AuditFilters({ query, actions }: { query: AuditQuery; actions: readonly string[] }) {
  const groups = [...new Set(actions.map((action) => action.split('.')[0] ?? action))];
  return (
    <search>
      <form
        action="/audit"
        method="get"
        aria-label="Filters"
        className="grid grid-cols-2 items-end gap-3 lg:grid-cols-[minmax(0,2fr)_minmax(0,1.4fr)_10rem_10rem_auto]"
      >
        {query.invitationId === '' ? null : <input type="hidden" name="invitation" value={query.invitationId} />}
        <label className="block min-w-0 max-sm:col-span-2">
          <span className="mb-1 block font-medium text-sm">Person</span>
          <input
            type="search"
            name="q"
            data-slash
            aria-keyshortcuts="/"
            dir="auto"
            placeholder="Name or email: who did it, or on whom"
            defaultValue={query.person}
            maxLength={200}
            autoComplete="off"
            className={classNames(controlClass, lineHeightClass)}
          />
        </label>
        <label className="block min-w-0 max-sm:col-span-2">
          <span className="mb-1 block font-medium text-sm">Action</span>
          <select name="action" defaultValue={query.action} className={classNames(controlClass, lineHeightClass)}>
            <option value="">Any action</option>
            {groups.map((group) => (
              <optgroup key={group} label={group}>
                <option value={group}>{`${group}: any`}</option>
                {actions
                  .filter((action) => action.startsWith(`${group}.`))
                  .map((action) => (
                    <option key={action} value={action}>
                      {action.slice(group.length + 1).replaceAll('-', ' ')}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        <Day name="from" label="Since" value={query.from} />
        <Day name="to" label="Until" value={query.to} />
        <button type="submit" className={classNames(buttonClass('secondary'), 'max-lg:col-span-2')}>
          Filter
        </button>
      </form>
    </search>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="block min-w-0">
      <span className="mb-1 block font-medium text-sm">{label} (UTC day)</span>
      <input type="date" name={name} defaultValue={value} className={classNames(controlClass, lineHeightClass)} />
    </label>
  );
}
