'use client';

import { useState } from 'react';
import { chosen } from '@/components/invite/sponsor-picker';
import { Button } from '@/components/ui/button';
import type { SharedValues } from '@/lib/invitations/bulk/batch';
import type { PersonView } from '@/lib/invitations/invitation';
import { type SharedDraft, SharedFields, sharedProblems, sharedValues } from '../shared-fields';
import type { PickerOffer } from './cell-picker';
import { Panel } from './panel';

/** What holds for rows that say nothing else; changeable as long as nothing was sent. */
export function SharedPanel({
  shared,
  sponsor,
  summary,
  offer,
  problems,
  busy,
  onChange,
}: {
  shared: SharedValues;
  sponsor: PersonView | null;
  summary: string;
  offer: PickerOffer;
  problems: Record<string, string>;
  busy: boolean;
  onChange: ((shared: SharedValues, sponsor: PersonView | null) => void) | null;
}) {
  const { sponsorUserId: _person, ...rest } = shared;
  const [draft, setDraft] = useState<SharedDraft>({ ...rest, sponsor: chosen(sponsor) });
  const [own, setOwn] = useState<Record<string, string>>({});
  function save() {
    const found = sharedProblems(draft);
    setOwn(found);
    if (Object.keys(found).length === 0) onChange?.(sharedValues(draft), draft.sponsor.person);
  }
  return (
    <Panel name="For all rows" summary={summary === '' ? 'Nothing yet: each row needs its own.' : summary}>
      {onChange === null ? (
        <p className="text-ink-muted text-sm">It holds for rows that say nothing else.</p>
      ) : (
        <div className="grid max-w-form gap-4">
          <p className="text-ink-muted text-sm">It holds for rows that say nothing else.</p>
          <SharedFields value={draft} onChange={setDraft} offer={offer} problems={{ ...problems, ...own }} />
          <div>
            <Button aria-disabled={busy || undefined} onClick={() => !busy && save()}>
              Save for all rows
            </Button>
          </div>
        </div>
      )}
    </Panel>
  );
}
