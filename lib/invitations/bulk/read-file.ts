import { z } from 'zod';
import { type Context, callOf } from '../context';
import { CONTROL } from '../email';
import { fail, failFromDirectory, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import { type Batch, ROW_FIELDS } from './batch';
import { cellReader } from './cell-reader';
import { readRow, textFor } from './csv/cells';
import { guessMapping } from './csv/headings';
import { type CsvRow, readCsv } from './csv/read-csv';
import { sponsorBook } from './sponsor-book';

const MAX_NAME = 255;

export const readFileSchema = z.strictObject({
  /** As the person knows it; only to be shown. */
  name: z
    .string()
    .max(MAX_NAME, `A file’s name has at most ${MAX_NAME} characters.`)
    .refine((name) => !CONTROL.test(name), 'The file’s name contains a control character. Give it another name.'),
  /** Made with the form: one key, one import. */
  submissionKey: z.uuid('This form is out of date. Reload the page, and choose the file again.'),
});

/** The file itself, as it comes, and what tells it from every other. */
export type FileBody = {
  bytes: AsyncIterable<Uint8Array>;
  /** SHA-256, bit by bit: the platform has it, the core has not. */
  hash: { update(part: Uint8Array): void; hex(): string };
};

/** `before`: the latest import of the very same file, when there was one. */
export type FileRead = { id: string; before: { id: string; at: string; by: string } | null };

/** Ends the reading of a file with an answer. */
class Stop extends Error {
  override readonly name = 'Stop';
  constructor(readonly answer: Result<FileRead>) {
    super('stop');
  }
}

/** The rows by whose cells columns are known that no heading names. */
const EXAMPLES = 50;

/**
 * Makes a draft of a CSV file, row by row as it comes; the file itself is not kept. It is taken whole or not at all: whatever
 * ends the reading early takes away what was read.
 *
 * Answers `forbidden`, `too-many-requests`, `file-refused` with why, `busy` while the same form is being read already, and the
 * `upstream-…` codes.
 */
export async function readFile({
  ctx,
  input,
  file,
}: {
  ctx: Context;
  input: z.output<typeof readFileSchema>;
  file: FileBody;
}): Promise<Result<FileRead>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const allowance = await ctx.rateLimit.take('check', ctx.actor.subject);
  if (!allowance.ok) return fail('too-many-requests', { retryAfterMs: allowance.retryAfterMs });
  const keeping = keeper(ctx, input);
  try {
    const reading = await readCsv(file.bytes, { bytes: (part) => file.hash.update(part), rows: keeping.keep });
    if (!reading.ok) {
      await keeping.forget();
      return fail('file-refused', { refusal: reading.refusal });
    }
    const batch = await ctx.batches.finishReading(keeping.id(), { hash: file.hash.hex(), rows: reading.file.rows });
    return await answerFor(ctx, batch);
  } catch (error) {
    await keeping.forget();
    if (error instanceof Stop) return error.answer;
    throw error;
  }
}

async function answerFor(ctx: Context, batch: Batch): Promise<Result<FileRead>> {
  const [earlier] = await ctx.batches.sameFile(batch.fileHash, batch.id);
  const before =
    earlier === undefined
      ? null
      : { id: earlier.id, at: earlier.createdAt.toISOString(), by: earlier.actor.name || earlier.actor.email };
  return ok({ id: batch.id, before });
}

/** Puts rows into a batch that is made with the first of them. */
function keeper(ctx: Context, { name, submissionKey }: z.output<typeof readFileSchema>) {
  const book = sponsorBook(ctx);
  let batch: Batch | null = null;

  const begin = async (rows: readonly CsvRow[], header: readonly string[]): Promise<Batch> => {
    const mapping = guessMapping(
      header,
      rows.slice(0, EXAMPLES).map(({ cells }) => cells),
    );
    const { batch: made, known } = await ctx.batches.create({
      kind: 'invite',
      source: 'file',
      submissionKey,
      fileName: name,
      header: [...header],
      mapping,
      shared: { ...(await usualDirectory(ctx)), roleIds: [], sponsorUserId: '', purpose: '', ticket: '' },
      reason: '',
      actor: humanOf(ctx.actor),
      requestId: ctx.requestId,
    });
    if (!known) return made;
    // A key is its maker's: nobody learns by it of another's import.
    const settled = made.state !== 'reading' && made.actor.subject === ctx.actor.subject;
    throw new Stop(settled ? await answerFor(ctx, made) : fail('busy'));
  };

  return {
    async keep(rows: CsvRow[], header: readonly string[]): Promise<void> {
      batch ??= await begin(rows, header);
      const { id, mapping } = batch;
      const sponsors = rows.map(({ cells }) => textFor('sponsorUserId', mapping, cells));
      const read = await cellReader(ctx, ROW_FIELDS, sponsors, book);
      if (!read.ok) throw new Stop(read);
      await ctx.batches.addRows(
        id,
        rows.map((row) => ({
          number: row.number,
          cells: row.cells,
          targetId: null,
          ...readRow(row, mapping, read.value),
        })),
      );
    },
    id(): string {
      if (batch === null) throw new Error('a file was read to its end, and no row of it kept');
      return batch.id;
    },
    async forget(): Promise<void> {
      if (batch !== null) await ctx.batches.discard(batch.id);
    },
  };
}

/** As on the form: the default directory until somebody chooses another. */
async function usualDirectory(ctx: Context): Promise<{ directoryId: string }> {
  const answer = await ctx.catalog.directories(callOf(ctx));
  if (!answer.ok) throw new Stop(failFromDirectory(answer.error));
  return { directoryId: answer.value.find(({ isDefault }) => isDefault)?.id ?? '' };
}
