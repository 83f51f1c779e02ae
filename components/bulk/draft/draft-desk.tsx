'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { Batch, RowField, SharedValues } from '@/lib/invitations/bulk/batch';
import type { RowCounts } from '@/lib/invitations/bulk/batches';
import type { PersonView } from '@/lib/invitations/invitation';
import { sharedForm } from '../shared-fields';
import type { PickerOffer } from './cell-picker';
import { rowsWords } from './columns';
import { DraftBar } from './draft-bar';
import { DraftGrid } from './draft-grid';
import type { SharedTexts } from './grid-row';
import { MappingPanel } from './mapping-panel';
import { SameMistakeOffer } from './same-mistake';
import { SharedPanel } from './shared-panel';
import { formOf, type MendAction, useMending } from './use-mending';
import { useRows } from './use-rows';

export type DraftActions = {
  mend: MendAction;
  fix: MendAction;
  leaveOut: MendAction;
  shared: MendAction;
  mapping: MendAction;
};

export type DraftDeskProps = {
  batch: Pick<Batch, 'id' | 'source' | 'header' | 'mapping' | 'shared'>;
  counts: RowCounts;
  mayManage: boolean;
  offer: PickerOffer;
  sponsor: PersonView | null;
  examples: string[][];
  /** Rows without a directory or purpose of their own. */
  silent: { directoryId: number; purpose: number };
  actions: DraftActions;
  /** The button that goes on to the plan. */
  children?: ReactNode;
};

/** A draft to look through and mend: what all rows share, what the columns are, and the rows. */
export function DraftDesk(props: DraftDeskProps) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Desk {...props} />
    </QueryClientProvider>
  );
}

function Desk({
  batch,
  counts: first,
  mayManage,
  offer,
  examples,
  silent,
  actions,
  children,
  ...props
}: DraftDeskProps) {
  const { id } = batch;
  const [shared, setShared] = useState(batch.shared);
  const [sponsor, setSponsor] = useState(props.sponsor);
  const [mapping, setMapping] = useState(batch.mapping);
  const [onlyProblems, setOnlyProblems] = useState(false);
  /** What was last written into a cell, in words. */
  const [written, setWritten] = useState('');
  const mending = useMending(first);
  const { counts, failure, same } = mending;
  const rows = useRows(id, onlyProblems);
  const texts = textsOf(shared, sponsor, offer);

  async function mend(index: number, field: RowField, value: string, shown: string) {
    const number = rows.numbers[index];
    if (number === undefined) return;
    rows.patch(index, (row) => {
      const { [field]: _old, ...others } = row.cells;
      return { ...row, cells: value === '' ? others : { ...others, [field]: { text: shown } } };
    });
    setWritten(shown);
    const data = formOf({ id, number: String(number), field, value });
    await mending.run(actions.mend, data, () => `Row ${number} saved.`);
    await rows.reload(index);
  }

  async function leaveOut(index: number, out: 'yes' | 'no' | 'as-is') {
    const number = rows.numbers[index];
    if (number === undefined) return;
    rows.patch(index, (row) => ({ ...row, leftOut: out === 'yes', problem: out === 'as-is' ? '' : row.problem }));
    const data = formOf({ id, which: String(number), out });
    await mending.run(actions.leaveOut, data, () => `Row ${number} ${out === 'yes' ? 'left out' : 'taken in'}.`);
    await rows.reload(index);
  }

  async function leaveProblems() {
    const data = formOf({ id, which: 'problems', out: 'yes' });
    const done = await mending.run(actions.leaveOut, data, ({ changed }) => `${rowsWords(changed)} left out.`);
    if (done !== null) await rows.reloadAll();
  }

  async function fixAll() {
    if (same === null) return;
    const { field, given, value } = same;
    const data = formOf({ id, field, given, value });
    const done = await mending.run(actions.fix, data, ({ changed }) => `${rowsWords(changed)} changed.`);
    if (done !== null) await rows.reloadAll();
  }

  async function saveShared(next: SharedValues, person: PersonView | null) {
    const done = await mending.run(actions.shared, sharedForm(id, next), () => 'Saved for all rows.');
    if (done === null) return;
    setShared(next);
    setSponsor(person);
  }

  async function remap(next: Batch['mapping']) {
    const data = formOf({ id });
    for (const field of next) data.append('columns', field ?? '');
    const done = await mending.run(actions.mapping, data, ({ changed }) => `${rowsWords(changed)} read anew.`);
    if (done === null) return;
    setMapping(next);
    await Promise.all([rows.reloadAll(), rows.renew()]);
  }

  const going = counts.all - counts.leftOut;
  const lacks = [
    silent.purpose > 0 && shared.purpose === '' ? `${rowsWords(silent.purpose)} without a purpose` : '',
    silent.directoryId > 0 && shared.directoryId === '' ? `${rowsWords(silent.directoryId)} without a directory` : '',
  ].filter((lack) => lack !== '');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {batch.source === 'file' && mapping.length > 0 ? (
        <MappingPanel
          header={batch.header}
          mapping={mapping}
          examples={examples}
          problem={failure?.fields.columns ?? ''}
          busy={mending.busy}
          onChange={mayManage ? remap : null}
        />
      ) : null}
      <SharedPanel
        shared={shared}
        sponsor={sponsor}
        summary={[texts.directoryId, texts.roleIds, texts.sponsorUserId, texts.purpose, texts.ticket]
          .filter((text) => text !== '')
          .join(' · ')}
        offer={offer}
        problems={failure?.fields ?? {}}
        busy={mending.busy}
        onChange={mayManage ? saveShared : null}
      />
      {failure === null || Object.keys(failure.fields).length > 0 ? null : (
        <FailurePanel failure={failure.shown}>
          {failure.shown.code === 'batch-closed' || failure.shown.code === 'batch-not-found' ? (
            <Button size="small" onClick={() => location.reload()}>
              Reload the page
            </Button>
          ) : null}
        </FailurePanel>
      )}
      {lacks.length === 0 ? null : (
        <Notice tone="warn" title={`${lacks.join(', ')}.`}>
          <p>Open “For all rows” and say what holds for them, or write it into their rows.</p>
        </Notice>
      )}
      <DraftBar
        counts={counts}
        onlyProblems={onlyProblems}
        onOnly={(on) => {
          setOnlyProblems(on);
          if (on) void rows.renew();
        }}
        onLeaveProblems={leaveProblems}
        onRenew={rows.renew}
        shown={rows.numbers.length}
        busy={mending.busy}
        mayManage={mayManage}
      />
      <p role="status" className="sr-only">
        {mending.said}
      </p>
      {same === null ? null : <SameMistakeOffer same={same} shown={written} onFix={fixAll} onLeave={mending.forget} />}
      {rows.problem === '' ? null : (
        <Notice tone="danger" title="The rows could not be loaded.">
          <p>{rows.problem}</p>
          <Button size="small" onClick={rows.retry}>
            Try again
          </Button>
        </Notice>
      )}
      {rows.numbers.length === 0 && !rows.loading ? (
        <p className="py-8 text-ink-muted">
          {onlyProblems ? 'No row has a problem.' : 'There is no row in this import.'}
        </p>
      ) : (
        <DraftGrid
          key={onlyProblems ? 'problems' : 'all'}
          rows={rows}
          shared={texts}
          offer={offer}
          mayManage={mayManage}
          onMend={mend}
          onLeaveOut={leaveOut}
        />
      )}
      <noscript>
        <p>The rows are shown, and mended, with scripts only.</p>
      </noscript>
      {children === undefined ? null : (
        <div className="flex flex-wrap items-center gap-4">
          {children}
          <p className="text-ink-muted text-sm">
            Nothing is sent yet. The plan says what would happen to each of the {rowsWords(going)}.
          </p>
        </div>
      )}
    </div>
  );
}

/** What a row comes to where it says nothing of its own. */
function textsOf(shared: SharedValues, sponsor: PersonView | null, offer: PickerOffer): SharedTexts {
  const nameOf = (all: { id: string; name: string }[], id: string) => all.find((each) => each.id === id)?.name ?? id;
  return {
    email: '',
    displayName: '',
    directoryId: nameOf(offer.directories, shared.directoryId),
    roleIds: shared.roleIds.map((id) => nameOf(offer.roles, id)).join(', '),
    sponsorUserId: sponsor?.name ?? shared.sponsorUserId,
    purpose: shared.purpose,
    ticket: shared.ticket,
  };
}
