import { type ActAction, ActForm } from '@/components/desk/act-form';
import { Moment } from '@/components/desk/moment';
import { Badge } from '@/components/ui/badge';
import { ClockIcon, StopIcon, SuccessIcon } from '@/components/ui/icons';
import type { DeliveryState } from '@/lib/invitations/telling/kinds';

type Line = {
  id: string;
  kind: string;
  state: DeliveryState;
  at: string;
  dueAt: string;
  problem: string;
  tries: { number: number; at: string; status: number | null; tookMs: number; problem: string }[];
};

const LOOK = {
  waiting: { tone: 'info', icon: ClockIcon, words: 'Waiting' },
  delivered: { tone: 'success', icon: SuccessIcon, words: 'Received' },
  failed: { tone: 'danger', icon: StopIcon, words: 'Given up' },
} as const;

/** What was sent to a webhook, newest first; each with its tries and a way to send it again. */
export function DeliveryLog({
  webhook,
  deliveries,
  now,
  again,
}: {
  webhook: string;
  deliveries: Line[];
  now: string;
  again: ActAction;
}) {
  if (deliveries.length === 0) return <p className="py-4 text-ink-muted">Nothing was sent to it yet.</p>;
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {deliveries.map((line) => (
        <li key={line.id}>
          <details>
            <summary className="flex min-h-target cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-sunken">
              <span className="min-w-0 flex-1 font-mono text-sm wrap-anywhere">{line.kind}</span>
              <Badge tone={LOOK[line.state].tone} icon={LOOK[line.state].icon}>
                {LOOK[line.state].words}
              </Badge>
              <span className="text-ink-muted text-sm">
                <Moment iso={line.at} now={now} />
              </span>
            </summary>
            <div className="grid gap-3 px-4 pt-1 pb-4 text-sm">
              {line.state === 'waiting' ? (
                <p>
                  Next try <Moment iso={line.dueAt} now={now} />.
                </p>
              ) : null}
              <ol className="grid gap-1">
                {line.tries.map(({ number, at, status, tookMs, problem }) => (
                  <li key={number} className="wrap-anywhere">
                    Try {number}, <Moment iso={at} now={now} />: {status === null ? 'no answer' : `answered ${status}`}{' '}
                    in {tookMs} ms{problem === '' ? '' : ` (${problem})`}
                  </li>
                ))}
              </ol>
              <p className="text-ink-muted">
                Its id, the same at every try: <code className="font-mono select-all">msg_{line.id}</code>
              </p>
              <ActForm action={again} id={webhook} label="Send again" busy="Sending…">
                <input type="hidden" name="delivery" value={line.id} />
              </ActForm>
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
