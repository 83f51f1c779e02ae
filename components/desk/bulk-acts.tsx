'use client';

import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Field } from '@/components/ui/field';
import type { Count } from '@/lib/invitations/desk';
import { MAX_REASON } from '@/lib/invitations/reason';
import { type ActAction, ActForm } from './act-form';
import { useSelection } from './list-selection';
import { matchingWords } from './selected';

type Kind = 'revoke' | 'reissue';

const WORDS: Record<Kind, { button: string; title: string; effect: string }> = {
  revoke: { button: 'Revoke…', title: 'Revoke', effect: 'Their links will die at once.' },
  reissue: {
    button: 'Send again…',
    title: 'Send again',
    effect: 'Each will get a new mail with a new link, with what it was sent with; the old link dies then.',
  },
};

/** What can be done with everything that is selected. It leads to a plan, and nothing happens before that is confirmed. */
export function BulkActs({
  action,
  query,
  matching,
}: {
  action: ActAction;
  /** The list's filter, as it stands in its address. */
  query: string;
  matching: Count;
}) {
  const [asked, setAsked] = useState<{ kind: Kind; submissionKey: string } | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      {(['revoke', 'reissue'] as const).map((kind) => (
        <Button
          key={kind}
          kind="quiet"
          size="small"
          onClick={() => {
            // A key of its own each time: what was planned before and left there is another one.
            setAsked({ kind, submissionKey: crypto.randomUUID() });
            dialog.current?.showModal();
          }}
        >
          {WORDS[kind].button}
        </Button>
      ))}
      {/* The list around takes forms for its own filters: this one is none. */}
      <dialog
        ref={dialog}
        aria-labelledby="bulk-title"
        className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-lg border border-line bg-surface p-5 text-ink backdrop:bg-black/40 md:p-6"
        onSubmit={(event) => event.stopPropagation()}
        onClose={() => setAsked(null)}
      >
        {asked === null ? null : (
          <BulkForm
            {...asked}
            action={action}
            query={query}
            matching={matching}
            onCancel={() => dialog.current?.close()}
          />
        )}
      </dialog>
    </>
  );
}

function BulkForm({
  kind,
  submissionKey,
  action,
  query,
  matching,
  onCancel,
}: {
  kind: Kind;
  submissionKey: string;
  action: ActAction;
  query: string;
  matching: Count;
  onCancel: () => void;
}) {
  const { selected, all } = useSelection();
  const { title, effect } = WORDS[kind];
  const which = all ? matchingWords(matching) : selected.size === 1 ? 'one invitation' : `${selected.size} invitations`;
  return (
    <div className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="bulk-title" className="font-semibold text-lg">
          {title} {which}
        </h2>
        <p className="text-ink-muted">
          {effect} Nothing happens yet: the next page says what will become of each, and asks once more.
        </p>
      </div>
      <ActForm
        action={action}
        label="Look at the plan"
        busy="Gathering them…"
        kind="primary"
        beside={
          <Button kind="quiet" onClick={onCancel} className="max-sm:w-full">
            Cancel
          </Button>
        }
      >
        <input type="hidden" name="submissionKey" value={submissionKey} />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="which" value={all ? 'all' : 'selected'} />
        {all ? (
          <input type="hidden" name="query" value={query} />
        ) : (
          <input type="hidden" name="ids" value={[...selected.keys()].join(' ')} />
        )}
        <Field id="bulk-reason" label="Reason" hint="For all of them. An auditor will read it.">
          <textarea
            id="bulk-reason"
            name="reason"
            dir="auto"
            required
            rows={2}
            maxLength={MAX_REASON}
            aria-describedby="bulk-reason-hint"
            className={classNames(controlClass, 'py-2')}
          />
        </Field>
      </ActForm>
    </div>
  );
}
