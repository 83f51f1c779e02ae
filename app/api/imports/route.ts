import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { readFile, readFileSchema } from '@/lib/invitations/bulk/read-file';
import { uploaded } from '@/lib/upload';

/**
 * A CSV file as the body, its name in `x-file-name` (URI-encoded) and the form's key in `x-submission-key` → `{ import }`.
 * It stands outside of `proxy.ts`, which would hand on the first 10 MB of a body, and not say that there was more.
 */
export async function POST(request: Request): Promise<Response> {
  const { file, rest } = uploaded(request);
  const performed = await perform(
    {
      kind: 'write',
      permission: 'batch.manage',
      schema: readFileSchema,
      async verb({ ctx, input }) {
        const read = await readFile({ ctx, input, file });
        if (!read.ok) await rest();
        return read;
      },
    },
    {
      name: plain(request.headers.get('x-file-name') ?? ''),
      submissionKey: request.headers.get('x-submission-key') ?? crypto.randomUUID(),
    },
  );
  return jsonAnswer(performed, 'import', systemClock.now());
}

function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
