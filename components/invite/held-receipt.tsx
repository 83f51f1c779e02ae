'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { ClockIcon } from '@/components/ui/icons';
import { clockWords, countdownWords } from '@/components/ui/time-words';
import { useNow } from '@/components/ui/use-now';
import type { InviteReceipt } from '@/lib/action-state';
import { FailurePanel } from './failure-panel';
import { Another, Facts } from './receipt';
import { shortName } from './status-words';
import type { Undoing } from './use-undo';

/** How long after its time, and then after each look, one looks whether it has left: with the last it is left to its page. */
const LOOKS_MS = [1_500, 2_000, 3_000, 5_000, 8_000, 13_000, 20_000];

/** What was recorded and has not left: when it will, and the button that takes it back. */
export function HeldReceipt({
  receipt,
  until,
  undoing,
  look,
  onAnother,
}: {
  receipt: InviteReceipt;
  until: string;
  undoing: Undoing;
  /** Asks whether it has left; answers whether asking again makes sense. */
  look: () => Promise<boolean>;
  onAnother: () => void;
}) {
  const { invitation } = receipt;
  const id = invitation.ledger?.id ?? '';
  const heading = useRef<HTMLHeadingElement>(null);
  const now = useNow(1_000);
  const at = Date.parse(until);
  const isOver = now !== null && now >= at;
  const { state, running } = undoing;

  useEffect(() => heading.current?.focus(), []);
  useLooks(isOver, look);

  return (
    <section aria-labelledby="held" className="max-w-form rounded-lg border border-line bg-surface">
      <div className="grid gap-3 border-line border-b p-5 md:p-6">
        <div className="flex min-w-0 items-start gap-3">
          <ClockIcon size={26} className="mt-0.5 shrink-0 text-info-fg" />
          <h2 id="held" ref={heading} tabIndex={-1} className="min-w-0 wrap-anywhere font-semibold text-lg">
            <bdi>{invitation.displayName || invitation.email}</bdi>’s invitation will be sent at{' '}
            <time dateTime={until}>{clockWords(at, now === null ? { timeZone: 'UTC' } : {})}</time>
          </h2>
        </div>
        <p>
          {isOver ? (
            <>
              Its time has come; this page shows it once it has left.{' '}
              <a href={`/invitations/${id}`} className="underline">
                See how it stands
              </a>
            </>
          ) : (
            <>
              Nothing has gone out to {shortName(invitation)} yet. You can undo it
              {now === null ? ' until then.' : ' for another '}
              {now === null ? null : <span className="font-medium tabular-nums">{countdownWords(at - now)}</span>}
              {now === null ? null : '.'}
            </>
          )}
          {receipt.replayed ? ' This form had been sent before; it is recorded once.' : ''}
        </p>
        <form action={undoing.postAction} onSubmit={undoing.onSubmit}>
          <input type="hidden" name="id" value={id} />
          <Button type="submit" aria-disabled={running || undefined} className="max-sm:w-full">
            {running ? 'Undoing…' : 'Undo'}
          </Button>
        </form>
        {state.status === 'failed' && state.id === id ? <FailurePanel failure={state.failure} /> : null}
      </div>
      <Facts invitation={invitation} invitedBy={receipt.invitedBy} />
      <Another invitation={invitation} onAnother={onAnother} />
    </section>
  );
}

/** Looks a few times once `begun`, while the page is there. */
function useLooks(begun: boolean, look: () => Promise<boolean>) {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!begun) return;
    let timer: ReturnType<typeof setTimeout>;
    const after = (turn: number) => {
      const wait = LOOKS_MS[turn];
      if (wait === undefined) return;
      timer = setTimeout(async () => {
        if (await latest.current()) after(turn + 1);
      }, wait);
    };
    after(0);
    return () => clearTimeout(timer);
  }, [begun]);
}
