'use client';

import { useSelection } from './list-selection';

/** As high as the line and, on a phone, as wide as a finger. Without scripts there is nothing to select with, nor a place for it. */
const SLOT =
  'flex min-h-target w-target self-stretch shrink-0 select-none items-center justify-center lg:min-h-0 lg:w-9 noscript:hidden';
const BOX = 'size-5 lg:size-4';

/** Selects one row; with Shift, all from the row selected before. */
export function RowCheck({ id, name }: { id: string; name: string }) {
  const { alive, selected, all, touch } = useSelection();
  if (!alive) return <span className={SLOT} />;
  return (
    <label className={SLOT}>
      <input
        type="checkbox"
        checked={all || selected.has(id)}
        onChange={({ nativeEvent }) => touch(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        aria-keyshortcuts="x"
        className={BOX}
      />
      <span className="sr-only">{`Select ${name}`}</span>
    </label>
  );
}

/** Selects all rows of the page, or none. */
export function PageCheck() {
  const { alive, page, selected, all, touchPage } = useSelection();
  const count = page.filter(({ id }) => selected.has(id)).length;
  if (!alive) return <span className={SLOT} />;
  return (
    <label className={SLOT}>
      <input
        type="checkbox"
        ref={(box) => {
          if (box !== null) box.indeterminate = !all && count > 0 && count < page.length;
        }}
        checked={all || (count > 0 && count === page.length)}
        onChange={touchPage}
        className={BOX}
      />
      <span className="sr-only">Select all on this page</span>
    </label>
  );
}
