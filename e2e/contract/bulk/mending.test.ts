import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '@/lib/db/schema';
import { batches } from '@/lib/db/schema-bulk';
import { type BatchRow, ROW_FIELDS, type RowField } from '@/lib/invitations/bulk/batch';
import { cellReader } from '@/lib/invitations/bulk/cell-reader';
import { changeMapping, changeShared } from '@/lib/invitations/bulk/change-batch';
import { readRow } from '@/lib/invitations/bulk/csv/cells';
import { discardBatch } from '@/lib/invitations/bulk/discard-batch';
import { draftView } from '@/lib/invitations/bulk/draft-view';
import { leaveOut, leaveOutSchema } from '@/lib/invitations/bulk/leave-out';
import { listRows, rowNumbers } from '@/lib/invitations/bulk/list-rows';
import { fixEverywhere, fixEverywhereSchema, mendCell } from '@/lib/invitations/bulk/mend-rows';
import { type Actor, humanOf } from '@/lib/invitations/policy';
import { syncPeople } from '@/lib/invitations/sync-people';
import { maya, openDesk } from '../verbs/desk';

let desk: Awaited<ReturnType<typeof openDesk>>;
let ana: string;
let basicUser: string;
beforeAll(async () => {
  desk = await openDesk();
  await syncPeople(desk.system());
  [ana, basicUser] = await Promise.all([desk.userId('ana.ruiz@acme.example'), desk.roleId('Basic User')]);
});
afterAll(() => desk.close());

const victor: Actor = { ...maya, subject: 'victor', name: 'Victor Lindqvist', roles: ['auditor'] };
const MAPPING: RowField[] = ['email', 'roleIds', 'sponsorUserId', 'purpose'];

/** A draft of these cells, read as the upload reads them. */
async function draftOf(...lines: string[][]): Promise<string> {
  const ctx = desk.context();
  const reader = await cellReader(
    ctx,
    ROW_FIELDS,
    lines.map(([, , sponsor = '']) => sponsor),
  );
  if (!reader.ok) throw new Error(JSON.stringify(reader.failure));
  const { batch } = await ctx.batches.create({
    kind: 'invite',
    source: 'file',
    submissionKey: crypto.randomUUID(),
    fileName: 'guests.csv',
    header: ['Email', 'Roles', 'Sponsor', 'Purpose'],
    mapping: MAPPING,
    shared: { directoryId: '', roleIds: [], sponsorUserId: '', purpose: '', ticket: '' },
    reason: '',
    actor: humanOf(maya),
    requestId: 'test',
  });
  await ctx.batches.addRows(
    batch.id,
    lines.map((cells, at) => ({
      // The heading is the file's first row.
      number: at + 2,
      cells,
      targetId: null,
      ...readRow({ cells, problem: cells.length < 4 ? 'Something is missing.' : null }, MAPPING, reader.value),
    })),
  );
  await ctx.batches.finishReading(batch.id, { hash: 'ab'.repeat(32), rows: lines.length });
  return batch.id;
}

const person = (name: string, roles = '', sponsor = '', purpose = '') => [
  `${name}@guests.example`,
  roles,
  sponsor,
  purpose,
];

async function rowOf(id: string, number: number): Promise<BatchRow> {
  const [row] = await desk.context().mending.rowsOf(id, [number]);
  if (row === undefined) throw new Error(`no row ${number}`);
  return row;
}

const write = (id: string, number: number, field: RowField, value: string, actor = maya) =>
  mendCell({ ctx: desk.context({ actor }), input: { id, number, field, value } });

describe('mending a cell', () => {
  it('reads it as the file’s are, and takes its problem away', async () => {
    const id = await draftOf(person('ada', 'Basik'), ['nobody', '', '', '']);
    expect((await rowOf(id, 2)).problems.roleIds).toContain('Basik');
    expect(await write(id, 2, 'roleIds', 'basic user')).toMatchObject({
      ok: true,
      value: { changed: 1, counts: { all: 2, withProblems: 1 } },
    });
    expect(await rowOf(id, 2)).toMatchObject({ content: { roleIds: [basicUser] }, given: {}, problems: {} });
    expect(await write(id, 3, 'email', 'bob@guests.example')).toMatchObject({
      ok: true,
      value: { counts: { withProblems: 0 } },
    });
    await write(id, 2, 'sponsorUserId', 'Ana.Ruiz@acme.example');
    expect((await rowOf(id, 2)).content.sponsorUserId).toBe(ana);
    // Nothing written: what all rows share.
    await write(id, 2, 'roleIds', ' ');
    expect((await rowOf(id, 2)).content).toMatchObject({ roleIds: null, sponsorUserId: ana });
  });

  it('keeps what cannot be read, with why, whatever characters are in it', async () => {
    const id = await draftOf(person('ada'));
    await write(id, 2, 'roleIds', 'Half \ud800 and nothing \0 of a role');
    const row = await rowOf(id, 2);
    expect(row.content.roleIds).toBeNull();
    expect(row.given.roleIds).toContain('of a role');
    expect(row.problems.roleIds).toBeDefined();
  });

  it('keeps what two people write at once into one row', async () => {
    const id = await draftOf(person('ada', 'Basik', 'Nobody'));
    await Promise.all([write(id, 2, 'roleIds', 'Basic User'), write(id, 2, 'sponsorUserId', 'Ana Ruiz')]);
    expect(await rowOf(id, 2)).toMatchObject({
      content: { roleIds: [basicUser], sponsorUserId: ana },
      problems: {},
    });
  });

  it('says who else has the same mistake, and mends it in all of them but those left out', async () => {
    const id = await draftOf(
      person('a', 'Finanse'),
      person('b', 'FINANSE'),
      person('c', 'Finanse'),
      person('d', 'Finanse'),
      person('e', 'Other'),
    );
    const ctx = desk.context();
    await leaveOut({ ctx, input: { id, which: [5], out: 'yes' } });
    const mended = await write(id, 2, 'roleIds', 'Basic User');
    const same = { field: 'roleIds', given: 'Finanse', value: 'Basic User', count: 2 };
    expect(mended).toMatchObject({ ok: true, value: { same } });
    const input = { id, field: 'roleIds' as const, given: 'Finanse', value: 'Basic User' };
    expect(await fixEverywhere({ ctx, input })).toMatchObject({
      ok: true,
      value: { changed: 2, same: null, counts: { withProblems: 1, leftOut: 1 } },
    });
    const rows = await ctx.mending.rowsOf(id, [2, 3, 4, 5, 6]);
    expect(rows.map(({ content }) => content.roleIds)).toEqual([[basicUser], [basicUser], [basicUser], null, null]);
    // One mistake for another is not mending.
    expect(await fixEverywhere({ ctx, input: { ...input, given: 'Other', value: 'Finance' } })).toMatchObject({
      ok: false,
      failure: { code: 'invalid-input', fields: { value: expect.stringContaining('Finance') } },
    });
    expect(fixEverywhereSchema.safeParse({ ...input, field: 'email' }).success).toBe(false);
  });
});

describe('leaving rows out', () => {
  it('takes all with a problem, or some, out and in again', async () => {
    const id = await draftOf(person('a', 'Finanse'), person('b'), person('c', 'Finanse'));
    const ctx = desk.context();
    expect(await leaveOut({ ctx, input: { id, which: 'problems', out: 'yes' } })).toMatchObject({
      value: { changed: 2, counts: { withProblems: 0, leftOut: 2 } },
    });
    expect(await leaveOut({ ctx, input: { id, which: [2], out: 'no' } })).toMatchObject({
      value: { changed: 1, counts: { withProblems: 1, leftOut: 1 } },
    });
  });

  it('takes a row as it stands, and no cell that is wrong', async () => {
    const id = await draftOf(['a@guests.example', 'Finanse', '']);
    const ctx = desk.context();
    expect((await rowOf(id, 2)).problems).toMatchObject({ row: 'Something is missing.' });
    await leaveOut({ ctx, input: { id, which: [2], out: 'as-is' } });
    expect(Object.keys((await rowOf(id, 2)).problems)).toEqual(['roleIds']);
    expect(await leaveOut({ ctx, input: { id, which: 'problems', out: 'as-is' } })).toMatchObject({
      failure: { code: 'invalid-input' },
    });
    expect(leaveOutSchema.safeParse({ id, which: '2,', out: 'yes' }).success).toBe(false);
  });
});

describe('what holds for all of a draft', () => {
  it('reads the columns anew by another meaning, and leaves alone what is still from its column', async () => {
    const id = await draftOf(person('ada', 'Basik', 'Ana Ruiz', 'Audit'), person('bob', '', '', 'The fair'));
    const ctx = desk.context();
    await write(id, 2, 'roleIds', 'Basic User');
    const columns = ['email', 'roleIds', '', 'ticket'] as const;
    expect(await changeMapping({ ctx, input: { id, columns: [...columns] } })).toMatchObject({
      value: { changed: 2, counts: { withProblems: 0 } },
    });
    expect((await rowOf(id, 2)).content).toMatchObject({
      roleIds: [basicUser],
      sponsorUserId: null,
      purpose: null,
      ticket: 'Audit',
    });
    expect((await ctx.batches.byId(id))?.mapping).toEqual(['email', 'roleIds', null, 'ticket']);
    for (const wrong of [['email', 'email', '', ''], ['', 'roleIds', '', ''], ['email']] as const) {
      expect(await changeMapping({ ctx, input: { id, columns: [...wrong] } })).toMatchObject({
        failure: { code: 'invalid-input', fields: { columns: expect.any(String) } },
      });
    }
  });

  it('says which rows need something that nothing gives them, and what was imported before', async () => {
    const id = await draftOf(person('ada', '', '', 'Audit'), person('bob'));
    const ctx = desk.context();
    const shared = { directoryId: 'd', roleIds: [basicUser], sponsorUserId: ana, purpose: '', ticket: 'T-1' };
    expect(await changeShared({ ctx, input: { id, ...shared } })).toMatchObject({ ok: true });
    const batch = await ctx.batches.byId(id);
    if (batch === null) throw new Error('it is gone');
    expect(batch.shared).toEqual(shared);
    expect(await draftView({ ctx, input: batch })).toMatchObject({
      value: {
        silent: { directoryId: 2, purpose: 1 },
        sponsor: { id: ana, name: 'Ana Ruiz' },
        examples: [person('ada', '', '', 'Audit'), person('bob')],
        sameFile: expect.arrayContaining([expect.objectContaining({ fileName: 'guests.csv' })]),
        unloaded: null,
      },
    });
  });

  it('makes a draft of a plan again, and nothing of what runs', async () => {
    const id = await draftOf(person('ada', 'Basik'));
    const ctx = desk.context();
    const put = (state: 'planned' | 'running') =>
      desk.db.update(batches).set({ state, planHash: 'ab' }).where(eq(batches.id, id));
    await put('planned');
    await write(id, 2, 'roleIds', 'Basic User');
    expect(await ctx.batches.byId(id)).toMatchObject({ state: 'draft', planHash: '' });
    await put('running');
    const closed = { ok: false, failure: { code: 'batch-closed' } };
    expect(await write(id, 2, 'roleIds', '')).toMatchObject(closed);
    expect(await leaveOut({ ctx, input: { id, which: [2], out: 'yes' } })).toMatchObject(closed);
    expect(await discardBatch({ ctx, input: { id } })).toMatchObject(closed);
    // Somebody else confirmed it between the look and the write.
    expect(await ctx.mending.leaveOut(id, [2], true)).toBeNull();
    expect(await rowOf(id, 2)).toMatchObject({ leftOut: false, content: { roleIds: [basicUser] } });
  });

  it('can be thrown away, which the audit keeps', async () => {
    const id = await draftOf(person('ada'));
    expect(await discardBatch({ ctx: desk.context(), input: { id } })).toEqual({ ok: true, value: { rows: 1 } });
    const entries = await desk.db.select().from(audit).where(eq(audit.action, 'batch.discarded'));
    expect(entries.map(({ details }) => details)).toEqual([expect.objectContaining({ batch: id, rows: 1 })]);
    expect(await discardBatch({ ctx: desk.context(), input: { id } })).toMatchObject({
      failure: { code: 'batch-not-found' },
    });
  });
});

describe('the rows as the grid shows them', () => {
  it('come by their numbers, with names for ids and what was written where it could not be read', async () => {
    const id = await draftOf(person('ada', 'Basic User', 'Ana Ruiz'), ['bob@guests.example', 'Basik', ''], person('c'));
    const ctx = desk.context({ actor: victor });
    expect(await rowNumbers({ ctx, input: { id, only: '' } })).toEqual({ ok: true, value: [2, 3, 4] });
    expect(await rowNumbers({ ctx, input: { id, only: 'problems' } })).toEqual({ ok: true, value: [3] });
    const listed = await listRows({ ctx, input: { id, numbers: [2, 3] } });
    expect(listed).toMatchObject({
      value: [
        {
          number: 2,
          leftOut: false,
          problem: '',
          cells: {
            email: { text: 'ada@guests.example' },
            roleIds: { text: 'Basic User', ids: [basicUser] },
            sponsorUserId: { text: 'Ana Ruiz', ids: [ana] },
          },
        },
        {
          number: 3,
          problem: 'Something is missing.',
          cells: { roleIds: { text: 'Basik', problem: expect.any(String) } },
        },
      ],
    });
    expect(listed.ok && listed.value[0]?.cells.purpose).toBeUndefined();
  });

  it('are nobody’s to change who only reads', async () => {
    const id = await draftOf(person('ada', 'Basik'));
    expect(await write(id, 2, 'roleIds', 'Basic User', victor)).toMatchObject({ failure: { code: 'forbidden' } });
    const ctx = desk.context({ actor: victor });
    expect(await leaveOut({ ctx, input: { id, which: [2], out: 'yes' } })).toMatchObject({
      failure: { code: 'forbidden' },
    });
    expect(await discardBatch({ ctx, input: { id } })).toMatchObject({ failure: { code: 'forbidden' } });
    const nobody = desk.context({ actor: { ...maya, roles: [] } });
    expect(await listRows({ ctx: nobody, input: { id, numbers: [2] } })).toMatchObject({
      failure: { code: 'forbidden' },
    });
  });
});
