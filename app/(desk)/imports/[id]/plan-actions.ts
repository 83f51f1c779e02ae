'use server';

import { revalidatePath } from 'next/cache';
import { failedAct, formFrom, type Performed, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import { backToDraft } from '@/lib/invitations/bulk/back-to-draft';
import { confirm, confirmSchema } from '@/lib/invitations/bulk/confirm';
import { acknowledge, acknowledgeSchema, fixAddresses, fixSchema } from '@/lib/invitations/bulk/mend-plan';
import { batchIdSchema } from '@/lib/invitations/bulk/show-batch';
import { startPlan } from '@/lib/invitations/bulk/start-plan';
import type { FailureCode } from '@/lib/invitations/errors';
import { textIn } from '@/lib/invitations/form-data';

const WRITE = { kind: 'write', permission: 'batch.manage' } as const;

/** Has the plan of an import made. */
export async function planAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(await perform({ ...WRITE, schema: batchIdSchema, verb: startPlan }, fieldsOf(data, 'id')), '');
}

/** Lets an import go exactly as its plan was shown. */
export async function confirmAction(_previous: ActState, data: FormData): Promise<ActState> {
  const fields = { ...fieldsOf(data, 'id', 'plan'), typed: textIn(formFrom(data), 'typed') };
  return shown(await perform({ ...WRITE, schema: confirmSchema, verb: confirm }, fields), 'Confirmed.');
}

/** Writes down why some rows, or all of a class, are right as they are. */
export async function acknowledgeAction(_previous: ActState, data: FormData): Promise<ActState> {
  const fields = { ...fieldsOf(data, 'id', 'class', 'because'), numbers: numbersIn(data) };
  const performed = await perform({ ...WRITE, schema: acknowledgeSchema, verb: acknowledge }, fields);
  return shown(performed, performed.ok ? `Written down for ${rowsWords(performed.value.rows)}.` : '');
}

/** Takes the addresses that were probably meant, of some rows or of all. */
export async function fixAction(_previous: ActState, data: FormData): Promise<ActState> {
  const fields = { ...fieldsOf(data, 'id'), numbers: numbersIn(data) };
  const performed = await perform({ ...WRITE, schema: fixSchema, verb: fixAddresses }, fields);
  return shown(performed, performed.ok ? `Changed in ${rowsWords(performed.value.rows)}.` : '');
}

/** Back to the rows: a draft again. */
export async function backAction(_previous: ActState, data: FormData): Promise<ActState> {
  return shown(await perform({ ...WRITE, schema: batchIdSchema, verb: backToDraft }, fieldsOf(data, 'id')), '');
}

function fieldsOf(data: FormData, ...names: string[]): Record<string, FormDataEntryValue | null> {
  const form = formFrom(data);
  return Object.fromEntries(names.map((name) => [name, form.get(name)]));
}

/** One field for each row; none stands for all of them. */
function numbersIn(data: FormData): unknown {
  const given = formFrom(data).getAll('numbers');
  return given.length === 0 ? null : given.map((each) => (typeof each === 'string' ? Number(each) : each));
}

const rowsWords = (rows: number): string => (rows === 1 ? 'one row' : `${rows.toLocaleString('en')} rows`);

/** What the page shows is not what is there any more. Whoever is refused or signed out keeps their page as it is. */
const OUTDATED: readonly FailureCode[] = ['plan-changed', 'batch-closed'];

function shown(performed: Performed<unknown>, message: string): ActState {
  if (performed.ok || OUTDATED.includes(performed.failure.code)) revalidatePath('/', 'layout');
  if (performed.ok) return { status: 'ok', message };
  return failedAct(performed);
}
