// biome-ignore-all lint/a11y/useSemanticElements: a table cannot show some of 20,000 rows.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and names the cell that it is on.
'use client';

import { type CSSProperties, memo, type ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { RowField } from '@/lib/invitations/bulk/batch';
import type { GridRow } from '@/lib/invitations/bulk/grid';
import { COLUMNS, cellId, FIELD_NAMES, TRACKS } from './columns';

export type SharedTexts = Record<RowField, string>;

export type GridRowProps = {
  number: number;
  /** Undefined while it is on its way. */
  row: GridRow | undefined;
  index: number;
  start: number;
  measure: (element: HTMLElement | null) => void;
  /** What absent cells come to. */
  shared: SharedTexts;
  /** The cell that the keyboard is on; -1 for none in this row. */
  active: number;
  /** Stands in the active cell's place while it is written in. */
  editor: ReactNode;
  mayManage: boolean;
};

/**
 * One line of the grid, a card on a phone. It has no handlers of its own: the grid around reads from `data-column` what was
 * touched, so that a line is a few plain elements.
 */
export const GridRowView = memo(function GridRowView(props: GridRowProps) {
  const { number, row, index, start, measure, active, mayManage } = props;
  const style: CSSProperties = { transform: `translateY(${start}px)` };
  return (
    <div
      role="row"
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      aria-busy={row === undefined || undefined}
      data-active={active >= 0 || undefined}
      style={style}
      className={classNames(
        'group absolute inset-x-0 top-0 border-line border-b px-3 py-2 text-sm md:items-stretch md:p-0',
        TRACKS,
        row?.leftOut ? 'bg-sunken text-ink-muted' : 'bg-surface',
      )}
    >
      <div
        role="rowheader"
        className="text-ink-muted text-xs tabular-nums md:px-3 md:py-2.5 md:text-right md:leading-5"
      >
        <span className="md:hidden">Row </span>
        {number}
      </div>
      {row === undefined ? (
        <div role="gridcell" className="col-span-8 py-2.5 text-ink-muted max-md:py-1">
          <span className="sr-only">On its way</span>
          <span aria-hidden="true" className="block h-5 w-1/3 rounded-sm bg-sunken" />
        </div>
      ) : (
        COLUMNS.map((column, at) => {
          const on = at === active;
          const id = cellId(number, at);
          if (column === 'in') return <InCell key={column} id={id} at={at} on={on} row={row} mayManage={mayManage} />;
          return (
            <Cell key={column} id={id} at={at} on={on} field={column} row={row} shared={props.shared[column]}>
              {on ? props.editor : null}
            </Cell>
          );
        })
      )}
      {row === undefined || row.problem === '' || row.leftOut ? null : (
        <p className="text-danger-fg text-xs max-md:mt-1 md:col-span-8 md:col-start-2 md:px-2 md:pb-2">
          {row.problem}{' '}
          {mayManage ? (
            <button
              type="button"
              data-right
              className="block min-h-target text-accent-ink underline md:inline md:min-h-6"
            >
              It is right as it stands
            </button>
          ) : null}
        </p>
      )}
    </div>
  );
});

const CELL = 'min-w-0 rounded-sm md:px-2 md:py-2.5 md:leading-5';
const ACTIVE = 'outline-accent-ink -outline-offset-2 group-focus-within/grid:outline-2';

function Cell({
  id,
  at,
  on,
  field,
  row,
  shared,
  children,
}: {
  id: string;
  at: number;
  on: boolean;
  field: RowField;
  row: GridRow;
  shared: string;
  children: ReactNode;
}) {
  const cell = row.cells[field];
  const problem = row.leftOut ? undefined : cell?.problem;
  const text = cell === undefined ? shared : cell.text;
  return (
    <div
      role="gridcell"
      id={id}
      data-column={at}
      aria-colindex={at + 2}
      aria-selected={on}
      aria-invalid={problem === undefined ? undefined : true}
      className={classNames(
        CELL,
        on && ACTIVE,
        // On a phone a card shows what is its own; all of it once it is touched.
        cell === undefined && 'max-md:hidden max-md:group-data-active:block',
        problem === undefined ? 'md:border-transparent' : 'bg-danger-bg/60',
      )}
    >
      <span className="sr-only text-ink-muted text-xs max-md:not-sr-only">{`${FIELD_NAMES[field]} `}</span>
      {children ?? (
        <span
          dir="auto"
          title={text.length > 24 ? text : undefined}
          className={classNames(
            'md:block md:truncate',
            cell === undefined && 'text-ink-muted',
            field === 'email' && 'font-medium',
            row.leftOut && 'line-through',
          )}
        >
          {text === '' ? <span className="text-ink-muted no-underline">–</span> : text}
        </span>
      )}
      {problem === undefined ? null : <span className="block text-danger-fg text-xs leading-4">{problem}</span>}
    </div>
  );
}

function InCell({
  id,
  at,
  on,
  row,
  mayManage,
}: {
  id: string;
  at: number;
  on: boolean;
  row: GridRow;
  mayManage: boolean;
}) {
  return (
    <div
      role="gridcell"
      id={id}
      data-column={at}
      aria-colindex={at + 2}
      aria-selected={on}
      className={classNames(CELL, on && ACTIVE, 'max-md:pt-1')}
    >
      {row.leftOut ? <span className="block text-xs md:sr-only">Left out. </span> : null}
      {mayManage ? (
        <span className="inline-flex min-h-target cursor-pointer items-center text-accent-ink underline md:min-h-0">
          {row.leftOut ? 'Take in' : 'Leave out'}
        </span>
      ) : (
        <span className="max-md:hidden">{row.leftOut ? 'Left out' : ''}</span>
      )}
    </div>
  );
}
