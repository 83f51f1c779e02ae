'use client';

import { type DragEvent, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Problem } from '@/components/ui/field';
import { ImportIcon, SuccessIcon } from '@/components/ui/icons';
import { LIMITS } from './upload';

/** Where a file is dropped or chosen; the field itself is the browser's, so that a keyboard and a reader know it. */
export function FileDrop({
  file,
  onChoose,
  problem,
  busy,
}: {
  file: File | null;
  onChoose: (file: File) => void;
  problem: string | undefined;
  busy: boolean;
}) {
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState('');

  function take(files: FileList | null) {
    const [first] = files ?? [];
    if (first === undefined || busy) return;
    setRefused((files?.length ?? 0) > 1 ? 'One file at a time: this is the first of them.' : '');
    onChoose(first);
  }

  function onDrag(event: DragEvent) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = busy ? 'none' : 'copy';
    setOver(!busy);
  }

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the field inside is the one for all. */}
      <div
        onDragEnter={onDrag}
        onDragOver={onDrag}
        onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
        className={classNames(
          'relative grid justify-items-center gap-2 rounded-lg border-2 border-dashed px-4 py-8 text-center transition-colors',
          'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent-ink has-[:focus-visible]:outline-offset-2',
          over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:bg-sunken',
          problem && 'border-danger-fg',
        )}
      >
        {file === null ? (
          <ImportIcon size={28} className="text-ink-muted" />
        ) : (
          <SuccessIcon size={28} className="text-success-fg" />
        )}
        <label htmlFor="import-file" className="font-medium">
          {over ? 'Let go to take it' : file === null ? 'Choose a CSV file, or drop it here' : <bdi>{file.name}</bdi>}
        </label>
        <p id="import-file-hint" className="text-ink-muted text-sm">
          {file === null ? LIMITS : `${sizeWords(file.size)}. Choose or drop another one to take that instead.`}
        </p>
        <input
          id="import-file"
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
          aria-describedby={problem ? 'import-file-hint import-file-problem' : 'import-file-hint'}
          aria-invalid={Boolean(problem) || undefined}
          disabled={busy}
          onChange={(event) => take(event.target.files)}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
        />
      </div>
      <p role="status" className="mt-1 text-ink-muted text-sm empty:hidden">
        {refused}
      </p>
      <Problem id="import-file">{problem}</Problem>
      <p className="mt-2 text-ink-muted text-sm">
        One person a row, with a heading above each column. Only the address is needed.{' '}
        <a href="/api/imports/template" download className="text-accent-ink underline">
          Download a template
        </a>
        . From Excel or another spreadsheet: save as “CSV UTF-8”.
      </p>
    </div>
  );
}

const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
