import { classNames } from '@/components/ui/class-names';
import { type Counts, type ListQuery, TABS } from '@/lib/invitations/desk';
import { listAddress } from './list-address';
import { countWords, TAB_WORD } from './state-words';

/** The kinds of invitations with how many there are, within whatever else is filtered. */
export function ListTabs({ query, counts }: { query: ListQuery; counts: Counts }) {
  return (
    <nav aria-label="Kinds of invitations" className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
      <ul className="flex min-w-max gap-1 border-line border-b">
        {TABS.map((tab) => {
          const current = tab === query.tab;
          const words = countWords(counts[tab]);
          const urgent = tab === 'attention' && (counts.attention?.value ?? 0) > 0;
          return (
            <li key={tab}>
              <a
                data-list
                href={listAddress(query, { tab })}
                aria-current={current ? 'page' : undefined}
                className="-mb-px flex min-h-target items-center gap-1.5 border-transparent border-b-2 px-2.5 text-ink-muted text-sm transition-colors hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink md:min-h-10"
              >
                {TAB_WORD[tab]}
                {words === '' ? null : (
                  <span
                    className={classNames(
                      'rounded-full px-1.5 text-xs tabular-nums',
                      urgent ? 'bg-danger-bg text-danger-fg' : 'bg-sunken text-ink-muted',
                    )}
                  >
                    {words}
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
