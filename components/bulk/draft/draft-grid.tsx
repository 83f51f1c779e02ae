// biome-ignore-all lint/a11y/useSemanticElements: a table cannot show some of 20,000 rows.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the cell that it is on.
'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { shortcutOf } from '@/components/shell/single-keys';
import { classNames } from '@/components/ui/class-names';
import type { RowField } from '@/lib/invitations/bulk/batch';
import { CellInput } from './cell-input';
import { CellPicker, type PickerOffer } from './cell-picker';
import { COLUMNS, cellId, FIELD_NAMES, isPicked, TRACKS } from './columns';
import { GridRowView, type SharedTexts } from './grid-row';
import { type Place, stepOf, stepped } from './steps';
import type { Rows } from './use-rows';

const LINE_PX = 41;
/** Lines drawn beyond what is in sight. */
const BEYOND = 6;
const LAST = COLUMNS.length - 1;

/**
 * The rows of a draft, of which only those in sight are drawn. The grid itself has the focus and names the cell that it is on
 * (`aria-activedescendant`), so that a row that scrolls away takes no focus with it. Arrows move, Enter writes in a cell,
 * Escape leaves it, Tab goes on to the next one, x leaves the row out.
 */
export function DraftGrid({
  rows,
  shared,
  offer,
  mayManage,
  onMend,
  onLeaveOut,
}: {
  rows: Rows;
  shared: SharedTexts;
  offer: PickerOffer;
  mayManage: boolean;
  onMend: (index: number, field: RowField, value: string, shown: string) => void;
  onLeaveOut: (index: number, out: 'yes' | 'no' | 'as-is') => void;
}) {
  const { numbers } = rows;
  const scroller = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ line: 0, column: 0 });
  const [editing, setEditing] = useState(false);
  const virtual = useVirtualizer({
    count: numbers.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => numbers[index] ?? index,
    overscan: BEYOND,
  });
  const lines = virtual.getVirtualItems();
  const [first, last] = [lines[0]?.index ?? 0, lines.at(-1)?.index ?? 0];
  const { look } = rows;
  useEffect(() => look(first, last), [look, first, last]);

  const line = Math.min(place.line, Math.max(0, numbers.length - 1));
  const number = numbers[line];
  const column = COLUMNS[place.column] ?? 'email';
  const row = rows.rowAt(line);

  function go(to: Place) {
    setPlace(to);
    virtual.scrollToIndex(to.line);
    const cell = document.getElementById(cellId(numbers[to.line] ?? 0, to.column));
    cell?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }

  /** Enter, or a touch, on the cell that the keyboard is on. */
  function open(at: Place) {
    const touched = rows.rowAt(at.line);
    if (!mayManage || touched === undefined) return;
    if (COLUMNS[at.column] === 'in') onLeaveOut(at.line, touched.leftOut ? 'no' : 'yes');
    else if (!touched.leftOut) setEditing(true);
  }

  /** Leaves the cell, with what was written or without, and goes on from it. */
  function close(to: Place | null) {
    setEditing(false);
    scroller.current?.focus({ preventScroll: true });
    if (to !== null) go(to);
  }

  function commit(value: string, shown: string, to: Place | null) {
    if (column !== 'in') onMend(line, column, value, shown);
    close(to);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (editing || event.target !== scroller.current) return;
    const step = stepOf(event);
    if (step !== null) {
      event.preventDefault();
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE_PX) - 2);
      go(stepped({ line, column: place.column }, step, { lines: numbers.length, last: LAST, page }));
    } else if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault();
      open({ line, column: place.column });
    } else if (shortcutOf(event.nativeEvent) === 'x' && mayManage && row !== undefined) {
      event.preventDefault();
      onLeaveOut(line, row.leftOut ? 'no' : 'yes');
    }
  }

  function onClick(event: MouseEvent) {
    const target = event.target as Element;
    if (target.closest('[data-right]') !== null) {
      onLeaveOut(Number(target.closest<HTMLElement>('[data-index]')?.dataset.index), 'as-is');
      scroller.current?.focus({ preventScroll: true });
      return;
    }
    const cell = target.closest<HTMLElement>('[data-column]');
    const touched = cell?.closest<HTMLElement>('[data-index]');
    if (cell === null || touched === null || touched === undefined) return;
    const to = { line: Number(touched.dataset.index), column: Number(cell.dataset.column) };
    const again = to.line === line && to.column === place.column;
    if (editing && again) return;
    setEditing(false);
    setPlace(to);
    if (again || COLUMNS[to.column] === 'in') open(to);
    else scroller.current?.focus({ preventScroll: true });
  }

  const cell = column === 'in' || row === undefined ? undefined : row.cells[column];
  const editor =
    !editing || column === 'in' || row === undefined ? null : isPicked(column) ? (
      <CellPicker
        key={`${number} ${column}`}
        field={column}
        label={`${FIELD_NAMES[column]} of row ${number}`}
        cell={cell}
        sharedText={shared[column]}
        offer={offer}
        onDone={(value, shown) => commit(value, shown, null)}
        onLeave={() => close(null)}
      />
    ) : (
      <CellInput
        key={`${number} ${column}`}
        label={`${FIELD_NAMES[column]} of row ${number}`}
        text={cell?.text ?? ''}
        placeholder={shared[column]}
        onDone={(value, how) => {
          const to = stepped({ line, column: place.column }, how, { lines: numbers.length, last: LAST, page: 1 });
          if (value === (cell?.text ?? '')) close(to);
          else commit(value, value, to);
        }}
        onLeave={() => close(null)}
      />
    );

  return (
    <div
      role="grid"
      ref={scroller}
      tabIndex={0}
      aria-label="Rows of the import"
      aria-rowcount={numbers.length + 1}
      aria-colcount={COLUMNS.length + 1}
      aria-activedescendant={number === undefined ? undefined : cellId(number, place.column)}
      aria-busy={rows.loading}
      onKeyDown={onKeyDown}
      onClick={onClick}
      className={classNames(
        'group/grid relative h-[min(70dvh,44rem)] min-h-80 overflow-auto rounded-lg border border-line bg-surface',
        rows.loading && numbers.length > 0 && 'opacity-60',
      )}
    >
      <Headings />
      <div role="rowgroup" className="relative md:min-w-[67.75rem]" style={{ height: virtual.getTotalSize() }}>
        {lines.map(({ index, start }) => (
          <GridRowView
            key={numbers[index]}
            number={numbers[index] ?? 0}
            row={rows.rowAt(index)}
            index={index}
            start={start}
            measure={virtual.measureElement}
            shared={shared}
            active={index === line ? place.column : -1}
            editor={index === line ? editor : null}
            mayManage={mayManage}
          />
        ))}
      </div>
    </div>
  );
}

function Headings() {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={classNames(
        'sticky top-0 z-[1] border-line border-b bg-surface font-medium text-ink-muted text-xs max-md:sr-only md:min-w-[67.75rem]',
        TRACKS,
      )}
    >
      {['Row', ...COLUMNS.map((column) => (column === 'in' ? 'In or out' : FIELD_NAMES[column]))].map((name, at) => (
        <span key={name} role="columnheader" aria-colindex={at + 1} className="px-2 py-2 first:px-3 first:text-right">
          {name}
        </span>
      ))}
    </div>
  );
}
