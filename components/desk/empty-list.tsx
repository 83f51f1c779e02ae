import type { ListQuery } from '@/lib/invitations/desk';
import { listAddress } from './list-address';
import { emptyWords } from './state-words';

/** Says what would be here, and the likeliest way on. */
export function EmptyList({ query, narrowed }: { query: ListQuery; narrowed: boolean }) {
  const { title, text } = emptyWords(query.tab, narrowed);
  return (
    <div className="max-w-words py-10">
      <p className="font-medium">{title}</p>
      <p className="mt-1 text-ink-muted">{text}</p>
      {narrowed && query.tab !== 'all' ? (
        <p className="mt-3">
          <a data-list href={listAddress(query, { tab: 'all' })} className="underline">
            Look under All
          </a>
        </p>
      ) : null}
    </div>
  );
}
