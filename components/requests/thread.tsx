import { Instant } from '@/components/ui/instant';
import type { RequestMessageView } from '@/lib/invitations/requests/view';

const KIND = { question: 'asks', answer: 'answers', note: 'notes' } as const;

/** What was asked back and answered, in order. */
export function Thread({ messages }: { messages: readonly RequestMessageView[] }) {
  if (messages.length === 0) return null;
  return (
    <section aria-label="Questions and answers">
      <ol className="grid gap-2">
        {messages.map(({ number, at, author, mine, kind, text }) => (
          <li key={number} className="rounded-lg border border-line bg-surface px-3 py-2">
            <p className="text-ink-muted text-sm">
              <bdi className="font-medium text-ink">{author}</bdi>
              {mine ? ' (you)' : ''} {KIND[kind]} · <Instant iso={at} show="relative" />
            </p>
            <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {text}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
