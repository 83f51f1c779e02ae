'use client';

import { useState } from 'react';
import type { ActAction } from '@/components/desk/act-form';
import { ChevronRightIcon, CloseIcon, type Icon, MailIcon, WaitingIcon, WarningIcon } from '@/components/ui/icons';
import type { ClassLine, Fate } from './class-words';
import { FixRows, GoAnyway } from './mend-forms';
import { PlanRows } from './plan-rows';

const FATE: Record<Fate, { icon: Icon; className: string }> = {
  goes: { icon: MailIcon, className: 'text-success-fg' },
  asks: { icon: WaitingIcon, className: 'text-info-fg' },
  word: { icon: WarningIcon, className: 'text-warn-fg' },
  stays: { icon: CloseIcon, className: 'text-ink-muted' },
};

export type MendActions = { acknowledge: ActAction; fix: ActAction };

/** One class of a plan: how many and what happens to them, and its rows once it is opened. */
export function PlanClass({
  id,
  plan,
  line,
  now,
  fixable,
  actions,
}: {
  id: string;
  plan: string;
  line: ClassLine;
  now: string;
  /** Of lookalikes: for how many the address that was meant is known. */
  fixable: number;
  /** Null for whoever only looks. */
  actions: MendActions | null;
}) {
  const [opened, setOpened] = useState(false);
  const { icon: Mark, className } = FATE[line.fate];
  const waiting = line.count - line.acknowledged;
  const mends = line.fate === 'word' && actions !== null ? actions : null;
  return (
    <details className="group" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary className="flex min-h-target cursor-pointer list-none items-start gap-3 px-4 py-3 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <Mark size={20} className={`mt-0.5 shrink-0 ${className}`} />
        <span className="min-w-0 flex-1">
          <span className="block font-medium tabular-nums">
            {line.title}
            {line.acknowledged === 0 ? '' : `, ${line.acknowledged.toLocaleString('en')} of them with your word`}
          </span>
          <span className="block text-ink-muted text-sm">{line.why}</span>
        </span>
        <ChevronRightIcon size={18} className="mt-1 shrink-0 text-ink-muted group-open:rotate-90" />
      </summary>
      <div className="border-line border-t px-4 py-3 md:pl-12">
        {mends === null || waiting === 0 ? null : (
          <div className="mb-3 grid gap-3 border-line border-b pb-4">
            {line.of === 'lookalike' && fixable > 0 ? (
              <FixRows id={id} action={mends.fix} label={fixAllWords(fixable)} />
            ) : null}
            <GoAnyway
              id={id}
              of={line.of}
              action={mends.acknowledge}
              label={waiting === 1 ? 'Send it anyway' : `Send all ${waiting.toLocaleString('en')} anyway`}
              question={line.of === 'revoked' ? 'Why are they to be invited again?' : 'Why are the addresses right?'}
            />
          </div>
        )}
        {opened ? (
          <PlanRows
            id={id}
            plan={plan}
            of={line.of}
            label={line.title}
            now={now}
            act={
              mends === null
                ? undefined
                : (row) =>
                    row.acknowledged !== '' ? null : (
                      <RowMends key={`${row.number} ${plan}`} {...{ id, mends, row, of: line.of }} />
                    )
            }
          />
        ) : null}
      </div>
    </details>
  );
}

const fixAllWords = (count: number): string =>
  count === 1
    ? 'Use the address that was probably meant'
    : `Use the addresses that were probably meant, in all ${count.toLocaleString('en')}`;

function RowMends({
  id,
  mends,
  row,
  of,
}: {
  id: string;
  mends: MendActions;
  row: { number: number; finding: { fixed?: string } };
  of: ClassLine['of'];
}) {
  const [asks, setAsks] = useState(false);
  const { fixed } = row.finding;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {fixed === undefined ? null : (
        <FixRows id={id} number={row.number} action={mends.fix} label={`Use ${fixed}`} small />
      )}
      {asks ? (
        <GoAnyway
          id={id}
          number={row.number}
          of={of}
          action={mends.acknowledge}
          label="Send it anyway"
          question={of === 'revoked' ? 'Why is this person to be invited again?' : 'Why is this address right?'}
        />
      ) : (
        <button
          type="button"
          onClick={() => setAsks(true)}
          className="inline-flex min-h-target items-center px-2 text-ink-muted text-sm underline underline-offset-4 hover:text-ink md:min-h-8"
        >
          Send it anyway…
        </button>
      )}
    </div>
  );
}
