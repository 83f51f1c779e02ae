import { z } from 'zod';
import type { Context } from '../context';
import { CSV_START, csvLine } from '../csv';
import { fail, ok, type Result } from '../errors';
import { namesOf } from '../names';
import { can } from '../policy';
import { ROW_FIELDS, type RowField } from './batch';
import { HEADINGS } from './csv/own-columns';

export const templateSchema = z.strictObject({});

/** Two people who show what a row can hold: a full one, and one that leaves to the import what all share. */
const EXAMPLES: Record<RowField, string>[] = [
  {
    email: 'ada.lovelace@partner.example',
    displayName: 'Ada Lovelace',
    directoryId: '',
    roleIds: '',
    sponsorUserId: '',
    purpose: 'Audit of the accounts, until March',
    ticket: 'CHG-1042',
  },
  {
    email: 'grace.hopper@partner.example',
    displayName: 'Grace Hopper',
    directoryId: '',
    roleIds: '',
    sponsorUserId: '',
    purpose: '',
    ticket: '',
  },
];

/** A file to fill in. Directory, roles and sponsor of the first example are some that there are. Answers `forbidden`. */
export async function importTemplate({ ctx }: { ctx: Context }): Promise<Result<AsyncIterable<string>>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const { directories } = await namesOf(ctx);
  const [full, short] = EXAMPLES;
  const examples = [{ ...full, directoryId: directories[0]?.name ?? '', sponsorUserId: ctx.actor.email }, short];
  return ok(
    (async function* lines() {
      yield CSV_START + csvLine(ROW_FIELDS.map((field) => HEADINGS[field]));
      for (const example of examples) yield csvLine(ROW_FIELDS.map((field) => example?.[field] ?? ''));
    })(),
  );
}
