import { expect } from 'vitest';
import type { BatchKind, BatchRow, RowContent, SharedValues } from '@/lib/invitations/bulk/batch';
import { startPlan } from '@/lib/invitations/bulk/start-plan';
import type { Actor } from '@/lib/invitations/policy';
import { humanOf } from '@/lib/invitations/policy';
import { type Desk, maya } from '../verbs/desk';

export type Row = Partial<RowContent> & { targetId?: string; problems?: BatchRow['problems'] };

type Made = { kind?: BatchKind; hash?: string; shared?: Partial<SharedValues>; reason?: string; actor?: Actor };

/** A draft with these rows, into the usual directory. */
export async function aDraft(desk: Desk, rows: readonly Row[], made: Made = {}): Promise<string> {
  const { batches } = desk.system();
  const { directoryId } = await desk.filled();
  const { batch } = await batches.create({
    kind: made.kind ?? 'invite',
    source: made.kind === undefined ? 'file' : 'list',
    submissionKey: crypto.randomUUID(),
    fileName: made.kind === undefined ? 'guests.csv' : '',
    header: [],
    mapping: [],
    shared: { directoryId, roleIds: [], sponsorUserId: '', purpose: 'The spring fair', ticket: '', ...made.shared },
    reason: made.reason ?? '',
    actor: humanOf(made.actor ?? maya),
    requestId: 'test',
  });
  const given = rows.map(({ targetId, problems, ...content }, at) => ({
    number: at + 1,
    cells: [],
    targetId: targetId ?? null,
    content: { ...aContent(at), ...content },
    given: {},
    problems: problems ?? {},
  }));
  await batches.addRows(batch.id, given);
  await batches.finishReading(batch.id, { hash: made.hash ?? '', rows: rows.length });
  return batch.id;
}

const aContent = (at: number): RowContent => ({
  email: `guest-${at}-${crypto.randomUUID().slice(0, 8)}@partner.example`,
  displayName: `Guest ${crypto.randomUUID().slice(0, 8)}`,
  directoryId: null,
  roleIds: null,
  sponsorUserId: null,
  purpose: null,
  ticket: null,
});

/** Plans it, and answers its rows. */
export async function planned(desk: Desk, id: string, actor: Actor = maya): Promise<BatchRow[]> {
  const done = await startPlan({ ctx: desk.context({ actor }), input: { id } });
  expect(done).toMatchObject({ ok: true, value: { state: 'planned' } });
  return rowsOf(desk, id);
}

export const rowsOf = (desk: Desk, id: string): Promise<BatchRow[]> =>
  desk.system().batches.rows(id, { filter: {}, after: 0, limit: 25_000 });

export const classesOf = async (desk: Desk, rows: readonly Row[], made: Made = {}): Promise<(string | null)[]> =>
  (await planned(desk, await aDraft(desk, rows, made))).map(({ class: of }) => of);
