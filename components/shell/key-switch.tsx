'use client';

import { useSyncExternalStore } from 'react';
import { onSwitch, singleKeysOn, switchSingleKeys } from './single-keys';

/** Turns the shortcuts of one key on and off, for this browser. */
export function KeySwitch() {
  const on = useSyncExternalStore(onSwitch, singleKeysOn, () => true);
  return (
    <label className="mt-3 flex min-h-target items-center gap-2.5 border-line border-y py-2 font-medium text-sm">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => switchSingleKeys(event.target.checked)}
        className="size-5 shrink-0"
      />
      Single-key shortcuts
      <span className="ml-auto font-normal text-ink-muted">{on ? 'on' : 'off'}</span>
    </label>
  );
}
