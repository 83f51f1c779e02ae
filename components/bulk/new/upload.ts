import { LOST, OFFLINE } from '@/components/invite/submission';
import type { ShownFailure } from '@/lib/action-state';
import { MAX_BATCH_ROWS, MAX_FILE_BYTES } from '@/lib/invitations/bulk/batch';

export type Uploaded = { ok: true; id: string } | { ok: false; failure: ShownFailure };

/** How far it has come, from 0 to 1; 1 while the server still reads what has arrived. */
export type Progress = (part: number) => void;

const MEGABYTES = MAX_FILE_BYTES / 1024 / 1024;
export const LIMITS = `Up to ${MAX_BATCH_ROWS.toLocaleString('en')} rows and ${MEGABYTES} MB.`;

const failure = (what: string, why: string, next: string): ShownFailure => ({
  code: 'unexpected',
  words: { what, why, next },
  requestId: '',
});

const BROKEN: ShownFailure = {
  ...LOST,
  words: {
    what: 'The connection to Usher broke while the file was sent.',
    why: 'We do not know whether all of it arrived. Nobody has been invited.',
    next: 'When you are connected again, press “Read the file” once more: the same file is taken only once.',
  },
};

/** What the browser knows of a file before it is sent; null when nothing speaks against it. */
export function refusalOf(file: File): ShownFailure | null {
  if (file.size > MAX_FILE_BYTES) {
    return failure(
      `This file is larger than ${MEGABYTES} MB.`,
      'A file is taken whole or not at all. Nothing was sent.',
      'Split it into several files, and import one after the other.',
    );
  }
  if (file.size === 0) {
    return failure(
      'This file is empty.',
      'There is nothing in it to read.',
      'Look whether it was saved, and choose it again.',
    );
  }
  return null;
}

/** Sends a file, and says how far it has come. The same key again is the same import. */
export function upload(
  file: File,
  submissionKey: string,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<Uploaded> {
  if (navigator.onLine === false) return Promise.resolve({ ok: false, failure: OFFLINE });
  return new Promise((resolve) => {
    // Not fetch: it does not say how much of a body has left.
    const request = new XMLHttpRequest();
    request.open('POST', '/api/imports');
    request.responseType = 'json';
    request.setRequestHeader('Content-Type', 'text/csv');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.setRequestHeader('x-submission-key', submissionKey);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.upload.onload = () => onProgress(1);
    request.onload = () => resolve(answerOf(request.response));
    request.onerror = () => resolve({ ok: false, failure: BROKEN });
    request.onabort = () => resolve({ ok: false, failure: STOPPED });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

export const STOPPED: ShownFailure = failure(
  'Stopped.',
  'The file was not imported.',
  'Choose it again whenever you like.',
);

function answerOf(answer: unknown): Uploaded {
  const read = (answer ?? {}) as { import?: { id?: unknown }; error?: ShownFailure };
  if (typeof read.import?.id === 'string') return { ok: true, id: read.import.id };
  return { ok: false, failure: read.error?.words === undefined ? BROKEN : read.error };
}
