'use server';

import { redirect } from 'next/navigation';
import { formFrom, type Performed, perform } from '@/lib/action';
import type { ActState } from '@/lib/action-state';
import {
  changeMapping,
  changeMappingSchema,
  changeShared,
  changeSharedSchema,
} from '@/lib/invitations/bulk/change-batch';
import { discardBatch } from '@/lib/invitations/bulk/discard-batch';
import type { MendState } from '@/lib/invitations/bulk/grid';
import { leaveOut, leaveOutSchema } from '@/lib/invitations/bulk/leave-out';
import { fixEverywhere, fixEverywhereSchema, mendCell, mendCellSchema } from '@/lib/invitations/bulk/mend-rows';
import type { Mended } from '@/lib/invitations/bulk/open-batch';
import { batchIdSchema } from '@/lib/invitations/bulk/show-batch';
import { textIn } from '@/lib/invitations/form-data';

const WRITE = { kind: 'write', permission: 'batch.manage' } as const;

/** Writes one cell of the grid. */
export async function mendCellAction(_previous: MendState, data: FormData): Promise<MendState> {
  const fields = fieldsOf(data, 'id', 'number', 'field', 'value');
  return shown(await perform({ ...WRITE, schema: mendCellSchema, verb: mendCell }, fields));
}

/** Writes the same cell wherever the same mistake stands. */
export async function fixEverywhereAction(_previous: MendState, data: FormData): Promise<MendState> {
  const fields = fieldsOf(data, 'id', 'field', 'given', 'value');
  return shown(await perform({ ...WRITE, schema: fixEverywhereSchema, verb: fixEverywhere }, fields));
}

/** Leaves rows out, or takes them in again. */
export async function leaveOutAction(_previous: MendState, data: FormData): Promise<MendState> {
  const fields = fieldsOf(data, 'id', 'which', 'out');
  return shown(await perform({ ...WRITE, schema: leaveOutSchema, verb: leaveOut }, fields));
}

/** Changes what holds for every row that says nothing else. */
export async function changeSharedAction(_previous: MendState, data: FormData): Promise<MendState> {
  const fields = {
    ...fieldsOf(data, 'id', 'directoryId', 'sponsorUserId', 'purpose', 'ticket'),
    roleIds: formFrom(data).getAll('roleIds'),
  };
  return shown(await perform({ ...WRITE, schema: changeSharedSchema, verb: changeShared }, fields));
}

/** Says anew what the columns of the file are. */
export async function changeMappingAction(_previous: MendState, data: FormData): Promise<MendState> {
  const fields = { ...fieldsOf(data, 'id'), columns: formFrom(data).getAll('columns') };
  return shown(await perform({ ...WRITE, schema: changeMappingSchema, verb: changeMapping }, fields));
}

/** Throws an import away that never ran. */
export async function discardAction(_previous: ActState, data: FormData): Promise<ActState> {
  const performed = await perform({ ...WRITE, schema: batchIdSchema, verb: discardBatch }, fieldsOf(data, 'id'));
  if (performed.ok) redirect('/imports');
  return { status: 'failed', failure: performed.failure };
}

const fieldsOf = (data: FormData, ...names: string[]): Record<string, string> => {
  const form = formFrom(data);
  return Object.fromEntries(names.map((name) => [name, textIn(form, name)]));
};

const shown = (performed: Performed<Mended>): MendState =>
  performed.ok
    ? { status: 'ok', ...performed.value }
    : { status: 'failed', failure: performed.failure, fields: performed.fields ?? {} };
