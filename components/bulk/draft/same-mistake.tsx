'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { SameMistake } from '@/lib/invitations/bulk/grid';
import { FIELD_NAMES, numberWords } from './columns';

/** After a mistake was mended that other rows have, too: all of them at once. */
export function SameMistakeOffer({
  same,
  shown,
  onFix,
  onLeave,
}: {
  same: SameMistake;
  /** What the cell says now, in words. */
  shown: string;
  onFix: () => void;
  onLeave: () => void;
}) {
  const one = same.count === 1;
  return (
    <Notice
      tone="info"
      title={
        <>
          {one ? '1 more row says' : `${numberWords(same.count)} more rows say`} “<bdi>{same.given}</bdi>”
        </>
      }
    >
      <p>
        {FIELD_NAMES[same.field]}: change {one ? 'it' : 'them all'} to{' '}
        <bdi className="font-medium">{shown === '' ? 'what all rows share' : shown}</bdi>, too?
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={onFix}>
          {one ? 'Change it' : `Change all ${numberWords(same.count)}`}
        </Button>
        <Button size="small" kind="quiet" onClick={onLeave}>
          No, only this one
        </Button>
      </div>
    </Notice>
  );
}
