'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Instant } from '@/components/ui/instant';
import { Notice, type Tone } from '@/components/ui/notice';
import type { ShownFailure } from '@/lib/action-state';
import { InvitationSummary } from './invitation-summary';

/**
 * What went wrong: what is, why, and what next, in that order; the way on as `children`. Takes the focus when it appears,
 * so that it is read out and in view wherever the button was.
 */
export function FailurePanel({
  failure,
  tone = 'danger',
  takeFocus = true,
  withNext = true,
  children,
}: {
  failure: ShownFailure;
  tone?: Tone;
  takeFocus?: boolean;
  /** False once `children` say better what to do next. */
  withNext?: boolean;
  children?: ReactNode;
}) {
  const panel = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew with each failure, even of the same words.
  useEffect(() => {
    if (takeFocus) panel.current?.focus();
  }, [failure, takeFocus]);
  const { words, existing, person, retryAt, requestId } = failure;
  return (
    <div ref={panel} role="alert" tabIndex={-1}>
      <Notice tone={tone} title={words.what}>
        <p>{words.why}</p>
        {existing === undefined ? null : <InvitationSummary invitation={existing} />}
        {person === undefined ? null : (
          <p>
            <bdi className="font-medium">{person.name}</bdi> · <bdi>{person.email}</bdi>
            {person.title === '' ? null : (
              <>
                {' '}
                · <bdi>{person.title}</bdi>
              </>
            )}
          </p>
        )}
        {withNext ? <p className="font-medium">{words.next}</p> : null}
        {retryAt === undefined ? null : (
          <p>
            Trying again makes sense <Instant iso={retryAt} show="relative" />.
          </p>
        )}
        {children}
        {requestId === '' ? null : (
          <div className="flex items-center gap-1 text-ink-muted text-xs">
            <span className="min-w-0 break-all">
              Request id <code className="font-mono">{requestId}</code>
            </span>
            <CopyButton text={requestId} label="Copy request id" bare />
          </div>
        )}
      </Notice>
    </div>
  );
}
