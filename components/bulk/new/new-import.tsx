'use client';

import { useRouter } from 'next/navigation';
import { type SubmitEvent, useRef, useState } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { FormSection } from '@/components/invite/form-section';
import { chosen } from '@/components/invite/sponsor-picker';
import { Button } from '@/components/ui/button';
import type { ShownFailure } from '@/lib/action-state';
import type { PersonView } from '@/lib/invitations/invitation';
import type { PickerOffer } from '../draft/cell-picker';
import type { MendAction } from '../draft/use-mending';
import { type SharedDraft, SharedFields, sharedForm, sharedProblems, sharedValues } from '../shared-fields';
import { FileDrop } from './file-drop';
import { refusalOf, STOPPED, upload } from './upload';

/** A file, and what holds for everybody in it; it becomes a draft to look through. */
export function NewImport({
  offer,
  sponsor,
  sharedAction,
}: {
  offer: PickerOffer;
  sponsor: PersonView | null;
  sharedAction: MendAction;
}) {
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [part, setPart] = useState<number | null>(null);
  const [shared, setShared] = useState<SharedDraft>({
    directoryId: offer.directories[0]?.id ?? '',
    roleIds: [],
    sponsor: chosen(sponsor),
    purpose: '',
    ticket: '',
  });
  /** One for each file that is chosen: the same one sent twice is one import. */
  const key = useRef('');
  const stop = useRef<AbortController | null>(null);

  function choose(next: File) {
    key.current = crypto.randomUUID();
    setFile(next);
    setFailure(refusalOf(next));
  }

  async function send() {
    if (part !== null) return;
    const found = sharedProblems(shared);
    if (file === null) found.file = 'Choose a file first.';
    setProblems(found);
    if (file === null || Object.keys(found).length > 0) return;
    const refused = refusalOf(file);
    if (refused !== null) return setFailure(refused);
    setFailure(null);
    setPart(0);
    stop.current = new AbortController();
    const sent = await upload(file, key.current, setPart, stop.current.signal);
    if (!sent.ok) {
      setPart(null);
      return setFailure(sent.failure === STOPPED ? null : sent.failure);
    }
    // The rows are there either way, and the draft's page can save it again.
    await sharedAction({ status: 'idle' }, sharedForm(sent.id, sharedValues(shared))).catch(() => undefined);
    router.push(`/imports/${sent.id}`);
  }

  return (
    <form
      noValidate
      aria-label="New import"
      className="grid max-w-form gap-5"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <FormSection name="File">
        <FileDrop file={file} onChoose={choose} problem={problems.file} busy={part !== null} />
        {failure === null ? null : <FailurePanel failure={failure} />}
      </FormSection>
      <FormSection name="For all">
        <p className="text-ink-muted text-sm">
          It holds for each row that says nothing else, and can be changed until you confirm.
        </p>
        <SharedFields value={shared} onChange={setShared} offer={offer} problems={problems} />
      </FormSection>
      <div className="grid gap-3 border-line border-t bg-canvas py-4 md:sticky md:bottom-0">
        {part === null ? null : <Sending part={part} />}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" aria-disabled={part !== null || undefined}>
            {part === null ? 'Read the file' : part < 1 ? 'Sending…' : 'Reading…'}
          </Button>
          {part === null || part >= 1 ? null : <Button onClick={() => stop.current?.abort()}>Stop</Button>}
          <p className="self-center text-ink-muted text-sm">Nobody is invited yet: you see every row first.</p>
        </div>
      </div>
    </form>
  );
}

function Sending({ part }: { part: number }) {
  const percent = Math.floor(part * 100);
  return (
    <div>
      <progress
        aria-label="The file on its way"
        className="block h-2 w-full accent-(--accent)"
        max={100}
        value={percent}
      />
      <p role="status" className="mt-1 text-ink-muted text-sm">
        {part < 1 ? `${percent} % sent` : 'All of it has arrived; its rows are being read.'}
      </p>
    </div>
  );
}
