'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { RolePicker } from '@/components/invite/role-picker';
import { chosen, isDangling, SponsorPicker } from '@/components/invite/sponsor-picker';
import { Button } from '@/components/ui/button';
import type { GridCell } from '@/lib/invitations/bulk/grid';
import type { DirectoryView, PersonView, RoleView } from '@/lib/invitations/invitation';
import { DirectoryChoice } from '../directory-choice';

export type PickerOffer = {
  directories: DirectoryView[];
  roles: RoleView[];
  self: PersonView | null;
  unloaded: boolean;
};

const WIDE = 448;
const TALL = 460;
const GAP = 8;

/**
 * Roles, sponsor or directory of one row, chosen as on the form. It stands beside its cell, and at the bottom of a phone;
 * what is chosen is written into the cell by its id.
 */
export function CellPicker({
  field,
  label,
  cell,
  sharedText,
  offer,
  onDone,
  onLeave,
}: {
  field: 'directoryId' | 'roleIds' | 'sponsorUserId';
  label: string;
  cell: GridCell | undefined;
  sharedText: string;
  offer: PickerOffer;
  onDone: (value: string, shown: string) => void;
  onLeave: () => void;
}) {
  const anchor = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  const [ids, setIds] = useState<string[]>(cell?.ids ?? []);
  const [sponsor, setSponsor] = useState(() =>
    chosen(cell?.ids?.[0] === undefined ? null : { id: cell.ids[0], name: cell.text, email: '', title: '' }),
  );

  useEffect(() => {
    const box = anchor.current?.getBoundingClientRect();
    if (box === undefined) return;
    setAt({
      left: Math.max(GAP, Math.min(box.left, innerWidth - WIDE - GAP)),
      top: Math.max(GAP, Math.min(box.bottom + GAP, innerHeight - TALL - GAP)),
    });
  }, []);
  const there = at !== null;
  useEffect(() => {
    if (there) panel.current?.querySelector<HTMLElement>('input, select')?.focus();
  }, [there]);

  const nameOf = (id: string) => [...offer.directories, ...offer.roles].find((each) => each.id === id)?.name ?? id;
  const done = () =>
    field === 'sponsorUserId'
      ? onDone(sponsor.person?.id ?? '', sponsor.person?.name ?? '')
      : onDone(ids.join(', '), ids.map(nameOf).join(', '));

  function onKeyDown(event: KeyboardEvent) {
    // React carries it on to the grid, out of which this was rendered.
    event.stopPropagation();
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onLeave();
  }

  const picker =
    field === 'roleIds' ? (
      <RolePicker
        id="cell-roles"
        roles={offer.roles}
        unloaded={offer.unloaded}
        value={ids}
        onChange={setIds}
        problem={undefined}
      />
    ) : field === 'sponsorUserId' ? (
      <SponsorPicker
        id="cell-sponsor"
        value={sponsor}
        onChange={setSponsor}
        self={offer.self}
        unloaded={offer.unloaded}
        problem={undefined}
      />
    ) : (
      <DirectoryChoice
        id="cell-directory"
        directories={offer.directories}
        unloaded={offer.unloaded}
        value={ids[0] ?? ''}
        onChange={(id) => setIds(id === '' ? [] : [id])}
        none="The one of all rows"
        problem={undefined}
      />
    );

  return (
    <>
      <span ref={anchor} className="block truncate">
        {cell?.text ?? sharedText}
      </span>
      {at === null
        ? null
        : createPortal(
            <div
              role="dialog"
              ref={panel}
              aria-label={label}
              style={{ '--at-left': `${at.left}px`, '--at-top': `${at.top}px` } as React.CSSProperties}
              onKeyDown={onKeyDown}
              onClick={(event) => event.stopPropagation()}
              className="fixed z-30 grid max-h-[28rem] gap-4 overflow-y-auto bg-surface p-4 shadow-popup max-md:inset-x-0 max-md:bottom-0 max-md:max-h-[80dvh] max-md:rounded-t-lg max-md:pb-[calc(1rem+env(safe-area-inset-bottom))] md:top-(--at-top) md:left-(--at-left) md:w-[28rem] md:rounded-lg"
            >
              {cell?.ids === undefined && cell !== undefined && cell.text !== '' ? (
                <p className="text-sm">
                  The file says <span className="font-medium">“{cell.text}”</span>.
                </p>
              ) : null}
              {picker}
              <div className="flex flex-wrap gap-2">
                <Button
                  kind="primary"
                  size="small"
                  aria-disabled={(field === 'sponsorUserId' && isDangling(sponsor)) || undefined}
                  onClick={() => !(field === 'sponsorUserId' && isDangling(sponsor)) && done()}
                >
                  Use it
                </Button>
                <Button size="small" onClick={() => onDone('', '')}>
                  {sharedText === '' ? 'Nothing here' : 'As for all rows'}
                </Button>
                <Button kind="quiet" size="small" onClick={onLeave}>
                  Cancel
                </Button>
              </div>
            </div>,
            document.body,
          )}
    </>
  );
}
