import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, lineHeightClass } from '@/components/ui/field';
import { CloseIcon } from '@/components/ui/icons';
import { type FilterChoices, type ListQuery, type Option, OUTSIDE, SORTS, type Sort } from '@/lib/invitations/desk';
import type { Chip } from './filter-chips';
import { listAddress, nameOf, PARTS, WHOLE_LIST } from './list-address';

const SORT_WORD: Record<Sort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  expires: 'Soonest to expire',
  name: 'By name',
};

/** What a form does not ask for itself goes along unseen, so that a search keeps the tab and the filters. */
function Kept({ query, without }: { query: ListQuery; without: readonly (keyof ListQuery)[] }) {
  return PARTS.filter((part) => part !== 'after' && !without.includes(part) && query[part] !== WHOLE_LIST[part]).map(
    (part) => <input key={part} type="hidden" name={nameOf(part)} value={query[part]} />,
  );
}

/** The search box that is simply there. Without scripts it is a form like any other. */
export function ListSearch({ query, filtersOpen }: { query: ListQuery; filtersOpen: boolean }) {
  return (
    <search className="min-w-0 flex-1 max-md:basis-full">
      <form action="/invitations" method="get" className="flex gap-2">
        <Kept query={query} without={['search']} />
        {filtersOpen ? <input type="hidden" name="filters" value="open" /> : null}
        <div className="relative min-w-0 flex-1">
          <input
            type="search"
            name="q"
            aria-label="Search invitations"
            aria-keyshortcuts="/"
            data-slash
            placeholder="Email, name, purpose, sponsor or inviter"
            defaultValue={query.search}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            className={classNames(controlClass, lineHeightClass, 'pr-10')}
          />
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 rounded-sm border border-line px-1.5 font-sans text-ink-muted text-xs max-md:hidden"
          >
            /
          </span>
        </div>
        <noscript>
          <button type="submit" className={buttonClass('secondary')}>
            Search
          </button>
        </noscript>
      </form>
    </search>
  );
}

/** The filters in use, as a sentence whose parts can be taken out. */
export function FilterSentence({ query, chips }: { query: ListQuery; chips: readonly Chip[] }) {
  if (chips.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-sm">
      <span className="text-ink-muted">Invitations</span>
      {chips.map(({ part, words }) => (
        <a
          key={part}
          data-list
          href={listAddress(query, { [part]: '' })}
          aria-label={`Remove: ${words}`}
          className="inline-flex min-h-9 max-w-full items-center gap-1 rounded-full bg-accent-soft py-0.5 pr-2 pl-3 font-medium text-accent-ink transition-colors hover:bg-sunken md:min-h-7"
        >
          <bdi className="truncate">{words}</bdi>
          <CloseIcon size={14} className="shrink-0" />
        </a>
      ))}
      {chips.length > 1 ? (
        <a data-list href={listAddress({ ...WHOLE_LIST, tab: query.tab, sort: query.sort })} className="px-1 underline">
          Clear all
        </a>
      ) : null}
    </p>
  );
}

/** Everything a list can be narrowed down by. A form like any other; the address says that it is open. */
export function FilterPanel({ query, choices }: { query: ListQuery; choices: FilterChoices }) {
  return (
    <form
      action="/invitations"
      method="get"
      aria-label="Filters"
      className="grid gap-x-4 gap-y-3 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3"
    >
      <Kept query={query} without={['directoryId', 'roleId', 'sponsorUserId', 'inviter', 'from', 'to', 'sort']} />
      <Choice
        name="directory"
        label="Directory"
        any="Any directory"
        options={choices.directories}
        value={query.directoryId}
      />
      <Choice name="role" label="Role" any="Any role" options={choices.roles} value={query.roleId} />
      <Choice name="sponsor" label="Sponsor" any="Any sponsor" options={choices.sponsors} value={query.sponsorUserId} />
      <Choice
        name="inviter"
        label="Invited by"
        any="Anybody"
        options={[{ id: OUTSIDE, name: 'Created outside Usher' }, ...choices.inviters]}
        value={query.inviter}
      />
      <div className="grid grid-cols-2 gap-3">
        <Day name="from" label="Created since" value={query.from} />
        <Day name="to" label="until" value={query.to} />
      </div>
      <Choice name="sort" label="Order" options={SORTS.map((id) => ({ id, name: SORT_WORD[id] }))} value={query.sort} />
      <div className="flex flex-wrap items-center gap-3 sm:col-span-full">
        <button type="submit" className={buttonClass('primary')}>
          Apply filters
        </button>
        <a data-list href={listAddress(query)} className={buttonClass('quiet')}>
          Close
        </a>
        <span className="text-ink-muted text-xs">Days are counted in UTC.</span>
      </div>
    </form>
  );
}

function Choice({
  name,
  label,
  any,
  options,
  value,
}: {
  name: string;
  label: string;
  any?: string;
  options: readonly Option[];
  value: string;
}) {
  const unknown = value !== '' && !options.some(({ id }) => id === value);
  return (
    <label className="block min-w-0">
      <span className="mb-1 block font-medium text-sm">{label}</span>
      <select name={name} defaultValue={value} className={classNames(controlClass, lineHeightClass)}>
        {any === undefined ? null : <option value="">{any}</option>}
        {unknown ? <option value={value}>{value}</option> : null}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="block min-w-0">
      <span className="mb-1 block font-medium text-sm">{label}</span>
      <input type="date" name={name} defaultValue={value} className={classNames(controlClass, lineHeightClass)} />
    </label>
  );
}
