import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batches, batchRows } from '@/lib/db/schema-bulk';
import { rowFailureWords } from '@/lib/failure-words';
import { exportFailed } from '@/lib/invitations/bulk/export-failed';
import { importTemplate } from '@/lib/invitations/bulk/import-template';
import { type FileBody, type FileRead, readFile } from '@/lib/invitations/bulk/read-file';
import type { Result } from '@/lib/invitations/errors';
import type { Actor } from '@/lib/invitations/policy';
import { syncPeople } from '@/lib/invitations/sync-people';
import { maya, openDesk } from '../verbs/desk';

let desk: Awaited<ReturnType<typeof openDesk>>;
let ana: string;
beforeAll(async () => {
  desk = await openDesk();
  await syncPeople(desk.system());
  ana = await desk.userId('ana.ruiz@acme.example');
});
afterAll(() => desk.close());

const victor: Actor = { ...maya, subject: 'victor', name: 'Victor Lindqvist', roles: ['auditor'] };

async function* pieces(text: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function body(bytes: AsyncIterable<Uint8Array>): FileBody {
  const hash = createHash('sha256');
  return { bytes, hash: { update: (part) => hash.update(part), hex: () => hash.digest('hex') } };
}

const upload = (
  text: string | Uint8Array,
  { submissionKey = crypto.randomUUID() as string, actor = maya, bytes = pieces(text) } = {},
): Promise<Result<FileRead>> =>
  readFile({ ctx: desk.context({ actor }), input: { name: 'guests.csv', submissionKey }, file: body(bytes) });

async function uploaded(text: string): Promise<string> {
  const read = await upload(text);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value.id;
}

const rowsOf = (id: string) => desk.system().batches.rows(id, { filter: {}, after: 0, limit: 50_000 });
const batchCount = () => desk.db.$count(batches);
const text = async (answer: Result<AsyncIterable<string>>): Promise<string> => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  let all = '';
  for await (const part of answer.value) all += part;
  return all;
};

describe('a file that is uploaded', () => {
  it('becomes a draft: every row with its cells, read where they can be, and the file’s hash', async () => {
    const file = [
      'E-Mail;Given name;Surname;Roles;Manager;Reason;Team',
      'ada@guests.example;Ada;Lovelace;basic user;Ana.Ruiz@acme.example;Audit;Blue',
      '',
      'bob@guests.example;Bob;;Basc User;Ana Ruis;;Red',
      'nobody;Cy;C;;;;',
    ].join('\r\n');
    const id = await uploaded(file);
    const batch = await desk.system().batches.byId(id);
    const usual = (await desk.filled()).directoryId;
    expect(batch).toMatchObject({
      state: 'draft',
      fileName: 'guests.csv',
      fileHash: createHash('sha256').update(file).digest('hex'),
      rows: 3,
      header: ['E-Mail', 'Given name', 'Surname', 'Roles', 'Manager', 'Reason', 'Team'],
      mapping: ['email', 'firstName', 'lastName', 'roleIds', 'sponsorUserId', 'purpose', null],
      shared: { directoryId: usual, roleIds: [] },
      actor: { subject: 'maya' },
    });
    expect(await rowsOf(id)).toMatchObject([
      {
        number: 2,
        cells: ['ada@guests.example', 'Ada', 'Lovelace', 'basic user', 'Ana.Ruiz@acme.example', 'Audit', 'Blue'],
        content: {
          email: 'ada@guests.example',
          displayName: 'Ada Lovelace',
          roleIds: [await desk.roleId('Basic User')],
          sponsorUserId: ana,
          purpose: 'Audit',
          directoryId: null,
        },
        problems: {},
        state: 'draft',
      },
      {
        number: 4,
        given: { roleIds: 'Basc User', sponsorUserId: 'Ana Ruis' },
        problems: {
          roleIds: expect.stringContaining('Did you mean “Basic User”?'),
          sponsorUserId: expect.stringContaining('Did you mean “Ana Ruiz”'),
        },
      },
      { number: 5, given: { email: 'nobody' }, problems: { email: expect.any(String) } },
    ]);
    const [entry] = await desk
      .context()
      .audit.page({ person: '', invitationId: '', action: 'batch.read', from: '', to: '' }, null, 1);
    expect(entry).toMatchObject({ action: 'batch.read', details: { batch: id, rows: 3, kind: 'invite' } });
    expect(JSON.stringify(entry?.details)).not.toContain('guests');
  });

  it('asks the upstream for a sponsor whom the copy does not know yet', async () => {
    const other = await openDesk();
    try {
      const id = await other.userId('ana.ruiz@acme.example');
      const read = await readFile({
        ctx: other.context(),
        input: { name: 'a.csv', submissionKey: crypto.randomUUID() },
        file: body(pieces('Email,Sponsor\nada@guests.example,ana.ruiz@acme.example\n')),
      });
      const [row] = await other.system().batches.rows(read.ok ? read.value.id : '', { filter: {}, after: 0, limit: 1 });
      expect(row).toMatchObject({ content: { sponsorUserId: id, displayName: 'Ada' }, problems: {} });
    } finally {
      await other.close();
    }
  });

  it('is kept whole at its largest', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `guest.${at}@guests.example,Guest Number`).join('\n');
    const id = await uploaded(`Email,Name\n${rows}`);
    expect(await desk.system().batches.counts(id)).toMatchObject({ all: 20_000, withProblems: 0 });
    expect(await desk.system().batches.discard(id)).toBe(true);
  });

  it('leaves nothing behind when it is refused late', async () => {
    const before = await batchCount();
    const rows = 'guest@guests.example,Guest\n'.repeat(20_001);
    expect(await upload(`Email,Name\n${rows}`)).toEqual({
      ok: false,
      failure: { code: 'file-refused', refusal: { kind: 'too-many-rows' } },
    });
    expect(await upload(`Email,Name\n${rows.slice(0, 270_000)}"never closed`)).toMatchObject({
      failure: { refusal: { kind: 'quote-not-closed' } },
    });
    expect(await batchCount()).toBe(before);
  });

  it('leaves nothing behind when its sender goes away', async () => {
    const before = await batchCount();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces(`Email,Name\n${'guest@guests.example,Guest\n'.repeat(5_000)}`, 100_000);
      throw new Error('the connection broke');
    }
    await expect(upload('', { bytes: broken() })).rejects.toThrow('the connection broke');
    expect(await batchCount()).toBe(before);
  });

  it('leaves nothing behind when directories cannot be had', async () => {
    const before = await batchCount();
    // What is remembered of them is a minute old then.
    await desk.advance(120_000);
    await desk.control('POST', '/faults', {
      operations: ['list-directories'],
      kind: 'status',
      status: 503,
      body: 'grpc',
    });
    expect(await upload('Email\nada@guests.example')).toMatchObject({ failure: { code: 'upstream-unavailable' } });
    await desk.control('DELETE', '/faults');
    expect(await batchCount()).toBe(before);
  });

  it('of the same content as another says when that was imported, and by whom', async () => {
    const file = `Email,Name\n${crypto.randomUUID()}@guests.example,Guest\n`;
    const id = await uploaded(file);
    const again = await upload(file);
    expect(again).toMatchObject({ ok: true, value: { before: { id, by: 'Maya Chen', at: expect.any(String) } } });
  });

  it('is one import for one key, and another person’s key says nothing', async () => {
    const submissionKey = crypto.randomUUID();
    const file = `Email,Name\n${crypto.randomUUID()}@guests.example,Guest\n`;
    const [first, second] = [await upload(file, { submissionKey }), await upload(file, { submissionKey })];
    expect(second).toEqual({ ok: true, value: { id: first.ok ? first.value.id : '', before: null } });
    const stranger = { ...maya, subject: 'sam', name: 'Sam Okafor' };
    expect(await upload(file, { submissionKey, actor: stranger })).toMatchObject({ failure: { code: 'busy' } });
    expect(await rowsOf(first.ok ? first.value.id : '')).toHaveLength(1);
  });

  it('is nobody’s to upload who may not', async () => {
    expect(await upload('Email\na@guests.example', { actor: victor })).toMatchObject({
      failure: { code: 'forbidden' },
    });
  });

  it('that a crash left half read is gone when the next one comes, and not before', async () => {
    const half = await uploaded('Email\nada@guests.example');
    await desk.db.update(batches).set({ state: 'reading' }).where(eq(batches.id, half));
    await uploaded('Email\nbob@guests.example');
    expect(await desk.system().batches.byId(half)).not.toBeNull();
    await desk.advance(4 * 3_600_000);
    await uploaded('Email\ncy@guests.example');
    expect(await desk.system().batches.byId(half)).toBeNull();
  });
});

describe('the rows that failed', () => {
  const failed = async (id: string, numbers: number[], code: string, detail = '') => {
    for (const number of numbers) {
      await desk.db
        .update(batchRows)
        .set({ state: 'failed', failureCode: code, failureDetail: detail })
        .where(and(eq(batchRows.batchId, id), eq(batchRows.number, number)));
    }
  };
  const exported = (id: string, code = '', actor = maya) =>
    exportFailed({ ctx: desk.context({ actor }), input: { id, code }, words: rowFailureWords });

  it('come as a CSV that says why, runs nothing, and is read again as it was', async () => {
    const file = [
      'Full name,E-Mail,Sponsor,Team',
      '"=HYPERLINK(""x"")",ada@guests.example,Ana Ruiz,"Blue, or ""Red"""',
      'Bob B,bob@guests.example,Ana Ruiz,-1',
      'Cy C,cy@guests.example,Ana Ruiz,',
    ].join('\n');
    const id = await uploaded(file);
    await failed(id, [2], 'upstream-invalid', 'no such person');
    await failed(id, [3], 'upstream-unavailable');
    const csv = await text(await exported(id));
    const lines = csv.split('\r\n');
    expect(lines[0]).toBe('\ufeffFull name,E-Mail,Sponsor,Team,Error,What to do');
    expect(lines[1]).toContain(`"'=HYPERLINK(""x"")",ada@guests.example,Ana Ruiz,"Blue, or ""Red""",`);
    expect(lines[1]).toContain('no such person');
    expect(lines[2]).toContain(`Bob B,bob@guests.example,Ana Ruiz,'-1,"ConductorOne cannot be reached.`);
    expect(lines).toHaveLength(4);
    expect((await text(await exported(id, 'upstream-invalid'))).split('\r\n')).toHaveLength(3);

    const again = await uploaded(csv);
    expect(await desk.system().batches.byId(again)).toMatchObject({
      mapping: ['displayName', 'email', 'sponsorUserId', null, null, null],
    });
    const [ada, bob, ...more] = await rowsOf(again);
    expect(more).toEqual([]);
    expect(ada).toMatchObject({
      cells: expect.arrayContaining(['=HYPERLINK("x")', 'Blue, or "Red"']),
      content: { displayName: '=HYPERLINK("x")', email: 'ada@guests.example', sponsorUserId: ana },
    });
    expect(bob?.cells.slice(0, 4)).toEqual(['Bob B', 'bob@guests.example', 'Ana Ruiz', '-1']);

    // What was added then is not there twice.
    await failed(again, [2], 'upstream-invalid');
    const third = (await text(await exported(again))).split('\r\n');
    expect(third[0]).toBe(lines[0]);
  });

  it('are as somebody mended them', async () => {
    const id = await uploaded('Email,Sponsor\nada@guests.example,Nobody Atall\n');
    const { batches: store } = desk.system();
    const [row] = await rowsOf(id);
    if (row === undefined) throw new Error('no row');
    const content = { ...row.content, sponsorUserId: ana, purpose: 'A reason of her own' };
    await store.changeRows(id, [{ number: 2, content, given: {}, problems: {} }]);
    await failed(id, [2], 'a-code-of-tomorrow');
    const [header, line] = (await text(await exported(id))).split('\r\n');
    expect(header).toBe('\ufeffEmail,Sponsor,Purpose,Error,What to do');
    expect(line).toContain('ada@guests.example,Ana Ruiz,A reason of her own,Usher made a mistake.');
  });

  it('are read by whoever may read imports, and the audit says so', async () => {
    const id = await uploaded('Email\nada@guests.example\n');
    expect((await exported(id, '', victor)).ok).toBe(true);
    const [entry] = await desk
      .context()
      .audit.page({ person: '', invitationId: '', action: 'batch.exported', from: '', to: '' }, null, 1);
    expect(entry).toMatchObject({ actor: { name: 'Victor Lindqvist' }, details: { batch: id, code: '' } });
    const nobody: Actor = { ...maya, roles: ['sponsor'] };
    expect(await exported(id, '', nobody)).toMatchObject({ failure: { code: 'forbidden' } });
    expect(await exported(crypto.randomUUID())).toMatchObject({ failure: { code: 'batch-not-found' } });
  });
});

it('the template, filled in by nobody, is read as it is: two people without a problem', async () => {
  const csv = await text(await importTemplate({ ctx: desk.context() }));
  const rows = await rowsOf(await uploaded(csv));
  expect(rows.map(({ problems }) => problems)).toEqual([{}, {}]);
  expect(await importTemplate({ ctx: desk.context({ actor: victor }) })).toMatchObject({
    failure: { code: 'forbidden' },
  });
});
