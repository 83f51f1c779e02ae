import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { appendAudit } from '@/lib/db/audit';
import type { Json } from '@/lib/db/canonical';
import { openDatabase } from '@/lib/db/connection';
import { sqlState } from '@/lib/db/errors';
import { audit, auditHead, auditPersonal } from '@/lib/db/schema';
import { verifyAudit, verifyExport } from '@/lib/db/verify-audit';
import { anEntry, append, linesOf, tamper } from './audit-support';
import { testDatabase } from './support';

const database = testDatabase();
const findings = async (): Promise<string[]> =>
  (await verifyAudit(database.db, { pageSize: 3 })).problems.map(({ sequence, what }) => `${sequence} ${what}`);

beforeEach(() =>
  tamper(
    database.superUrl,
    'truncate audit, audit_personal',
    "update audit_head set sequence = 0, hash = decode(repeat('00', 32), 'hex')",
  ),
);

describe('appending', () => {
  test('fifty at once: no gap, a whole chain, and times that go up with the sequence', async () => {
    const { db } = database.open({ max: 20 });
    const done = await Promise.all(Array.from({ length: 50 }, () => append(db, anEntry())));
    expect(done.map(([entry]) => entry?.sequence).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
    expect(await verifyAudit(db)).toMatchObject({ ok: true, entries: 50, erased: 0, last: { sequence: 50 } });
    const times = await db.select({ at: audit.at }).from(audit).orderBy(audit.sequence);
    expect(times.every(({ at }, index) => at >= (times[index - 1]?.at ?? at))).toBe(true);
  });

  test('a transaction that fails leaves neither entry nor gap', async () => {
    await append(database.db, anEntry());
    const failing = database.db.transaction(async (tx) => {
      await appendAudit(tx, [anEntry(), anEntry()]);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect((await append(database.db, anEntry(), anEntry())).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(await findings()).toEqual([]);
  });

  test('an empty audit is whole; nothing appended is nothing', async () => {
    expect(await append(database.db)).toEqual([]);
    expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 0, last: { sequence: 0 } });
  });

  test('whatever JSON, text and ids say comes back with the same hash', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
        fc.string({ unit: 'binary' }),
        fc.option(fc.uuid(), { nil: null }),
        async (details, text, invitationId) => {
          await append(
            database.db,
            anEntry({
              details: details as Record<string, Json>,
              text: { note: text },
              requestId: text,
              upstreamId: text,
              invitationId: invitationId?.toUpperCase() ?? null,
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
    expect(await findings()).toEqual([]);
  });

  test('nothing personal is in the chain itself', async () => {
    await append(database.db, anEntry());
    const [row] = await database.db.select().from(audit);
    // Not "ada" alone: a hash in hex may well have it.
    expect(JSON.stringify(row)).not.toMatch(/hanna|ada@|accounts|192\.0\.2/i);
    expect(
      await database.db.select({ part: auditPersonal.part, person: auditPersonal.person }).from(auditPersonal),
    ).toEqual([
      { part: 'actor', person: 'hanna' },
      { part: 'target', person: 'ada@partner.example' },
      { part: 'text', person: '' },
    ]);
  });
});

describe('the database itself refuses', () => {
  test.each([
    'update audit set action = action',
    'delete from audit',
    'delete from audit where false',
    'truncate audit cascade',
    'truncate audit_personal',
    "update audit_personal set person = 'somebody else'",
    'delete from audit_personal',
    'delete from audit_head',
    'truncate audit_head',
    'update audit_head set sequence = sequence - 1',
    "update audit_head set hash = decode(repeat('00', 32), 'hex')",
    "insert into audit_head (id, sequence, hash) values (false, 9, '\\x00')",
  ])('%s', async (statement) => {
    await append(database.db, anEntry());
    const state = sqlState(await database.db.execute(sql.raw(statement)).catch((error: unknown) => error));
    expect(state).toBe(statement.startsWith('insert') ? '23514' : '23001');
    expect(await findings()).toEqual([]);
  });

  test('even to a replica, whose ordinary triggers are off', async () => {
    const superuser = openDatabase(database.superUrl);
    const refused = superuser.db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = 'replica'`);
      await tx.execute(sql`delete from audit`);
    });
    expect(sqlState(await refused.catch((error: unknown) => error))).toBe('23001');
    await superuser.close();
  });
});

describe('tampering by somebody who can turn the guards off is found, and where', () => {
  beforeEach(async () => {
    await append(
      database.db,
      ...Array.from({ length: 10 }, (_, index) => anEntry({ requestId: `request-${index + 1}` })),
    );
    expect(await findings()).toEqual([]);
  });

  test.each<[string, string[], string[]]>([
    ['the action', ["update audit set action = 'invitation.revoked' where sequence = 5"], ['5 changed']],
    ['the time', ["update audit set at = at + interval '1 millisecond' where sequence = 5"], ['5 changed']],
    ['the upstream id', ['update audit set upstream_id = null where sequence = 1'], ['1 changed']],
    [
      'the invitation',
      ["update audit set invitation_id = '00000000-0000-4000-8000-000000000000' where sequence = 10"],
      ['10 changed'],
    ],
    ['the request id', ["update audit set request_id = 'other' where sequence = 5"], ['5 changed']],
    [
      'a detail',
      ["update audit set details = jsonb_set(details, '{roleIds,0}', '\"role-2\"') where sequence = 5"],
      ['5 changed'],
    ],
    [
      'who it was',
      [
        `update audit_personal set content = jsonb_set(content, '{name}', '"Somebody Else"') where sequence = 5 and part = 'actor'`,
      ],
      ['5 person-changed'],
    ],
    [
      'whom it was about',
      ["update audit_personal set person = 'eve@partner.example' where sequence = 5 and part = 'target'"],
      ['5 person-changed'],
    ],
    ['a reason removed', ["delete from audit_personal where sequence = 5 and part = 'text'"], ['5 person-missing']],
    [
      'a person put in',
      ["update audit set personal_hashes = personal_hashes - 'text' where sequence = 5"],
      ['5 changed', '5 person-unknown'],
    ],
    [
      'its own hash',
      ["update audit set hash = decode(repeat('ab', 32), 'hex') where sequence = 5"],
      ['5 changed', '6 link'],
    ],
    [
      'one deleted in the middle',
      ['delete from audit_personal where sequence = 5', 'delete from audit where sequence = 5'],
      ['6 gap'],
    ],
    [
      'the first three deleted',
      ['delete from audit_personal where sequence <= 3', 'delete from audit where sequence <= 3'],
      ['4 gap'],
    ],
    [
      'the end cut',
      ['delete from audit_personal where sequence > 8', 'delete from audit where sequence > 8'],
      ['8 end-cut'],
    ],
    [
      'two swapped',
      [4, 5]
        .flatMap((from) =>
          ['audit', 'audit_personal'].map(
            (table) => `update ${table} set sequence = ${from === 4 ? 104 : 4} where sequence = ${from}`,
          ),
        )
        .concat(['audit', 'audit_personal'].map((table) => `update ${table} set sequence = 5 where sequence = 104`)),
      ['4 changed', '4 link', '5 changed', '5 link', '6 link'],
    ],
    [
      'one inserted at the end',
      [
        "insert into audit select 11, at, action, invitation_id, upstream_id, request_id, details, '{}', hash, hash from audit where sequence = 10",
      ],
      ['11 changed', '11 end-differs'],
    ],
    [
      'one squeezed in, the rest moved on',
      [
        'update audit set sequence = -sequence where sequence > 5',
        'update audit set sequence = 1 - sequence where sequence < 0',
        'update audit_personal set sequence = -sequence where sequence > 5',
        'update audit_personal set sequence = 1 - sequence where sequence < 0',
        "insert into audit select 6, at, action, invitation_id, upstream_id, request_id, details, '{}', hash, hash from audit where sequence = 5",
      ],
      ['6 changed', '7 changed', '8 changed', '9 changed', '10 changed', '11 changed', '11 end-differs'],
    ],
    ['the head', ['update audit_head set sequence = 9'], ['10 end-differs']],
    ['the head removed', ['delete from audit_head'], ['10 end-differs']],
  ])('%s', async (_, statements, expected) => {
    await tamper(database.superUrl, ...statements);
    expect(await findings()).toEqual(expected);
    if ((await database.db.select().from(auditHead)).length === 0) {
      await tamper(
        database.superUrl,
        "insert into audit_head (sequence, hash) values (0, decode(repeat('00', 32), 'hex'))",
      );
    }
  });

  test('in an export too, without the database', async () => {
    const lines = await linesOf(database.db);
    expect(await verifyExport(lines)).toMatchObject({ ok: true, entries: 10 });
    const of = async (changed: string[]) =>
      (await verifyExport(changed)).problems.map(({ sequence, what }) => `${sequence} ${what}`);
    expect(await of(lines.with(4, lines[4]?.replace('invitation.sent', 'invitation.seen') ?? ''))).toEqual([
      '5 changed',
    ]);
    expect(await of(lines.with(4, lines[4]?.replace('Ada Lovelace', 'Eve') ?? ''))).toEqual(['5 person-changed']);
    expect(await of(lines.toSpliced(4, 1))).toEqual(['6 gap']);
    expect(await of([...lines.slice(0, 3), lines[4] ?? '', lines[3] ?? '', ...lines.slice(5)])).toEqual([
      '4 order',
      '5 gap',
      '6 gap',
    ]);
    expect(await of(lines.with(4, 'not JSON'))).toEqual(['null unreadable', '6 gap']);
  });
});
