import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkpointKey, publicHalf, readCheckpoints } from '@/lib/db/checkpoints';
import { verifyAudit, verifyExport } from '@/lib/db/verify-audit';
import { writeCheckpoint } from '@/lib/db/write-checkpoint';
import { anEntry, append, linesOf, tamper } from './audit-support';
import { testDatabase } from './support';

const database = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'usher-checkpoints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'audit-checkpoints.jsonl');
const keyFile = join(folder, 'audit-key.pem');
const key = checkpointKey({ file: keyFile });
const keys = [createPublicKey(key)];

const write = () => writeCheckpoint(database.db, { file, key });
const findings = async () =>
  (await verifyAudit(database.db, { checkpoints: readCheckpoints(file), keys })).problems.map(
    ({ sequence, what }) => `${sequence} ${what}`,
  );

beforeEach(async () => {
  rmSync(file, { force: true });
  await tamper(
    database.superUrl,
    'truncate audit, audit_personal',
    "update audit_head set sequence = 0, hash = decode(repeat('00', 32), 'hex')",
  );
  await append(database.db, ...Array.from({ length: 6 }, () => anEntry()));
  await write();
  await append(database.db, anEntry(), anEntry());
});

test('the end is signed when there is something new, and the lines agree with the audit', async () => {
  expect(await write()).toMatchObject({ outcome: 'written', checkpoint: { sequence: 8 } });
  expect(await write()).toEqual({ outcome: 'nothing-new' });
  expect(readCheckpoints(file).map(({ sequence }) => sequence)).toEqual([6, 8]);
  expect(await verifyAudit(database.db, { checkpoints: readCheckpoints(file), keys })).toMatchObject({
    ok: true,
    checkpoints: 2,
  });
});

test('the key is made once, for its owner alone, and lies beside its public half', () => {
  expect(checkpointKey({ file: keyFile }).equals(key)).toBe(true);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(createPublicKey(readFileSync(publicHalf(keyFile))).equals(createPublicKey(key))).toBe(true);
  const pem = readFileSync(keyFile, 'utf8').replaceAll('\n', '\\n');
  expect(checkpointKey({ pem, file: '/nonexistent' }).equals(key)).toBe(true);
  const rsa = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  expect(() => checkpointKey({ pem: String(rsa), file: '' })).toThrow(/must be an Ed25519 key/);
});

describe('what the database alone cannot show', () => {
  test('an end that was cut off, head and all', async () => {
    await tamper(
      database.superUrl,
      'delete from audit_personal where sequence > 4',
      'delete from audit where sequence > 4',
      'update audit_head set sequence = 4, hash = (select hash from audit where sequence = 4)',
    );
    expect((await verifyAudit(database.db)).ok).toBe(true);
    expect(await findings()).toEqual(['4 end-cut']);
    expect(await write()).toMatchObject({ outcome: 'refused', problems: [{ what: 'end-cut' }] });
    // What is appended afterwards does not cover it up.
    await append(database.db, anEntry(), anEntry(), anEntry());
    expect(await findings()).toEqual(['6 checkpoint-differs']);
    expect(await write()).toMatchObject({ outcome: 'refused', problems: [{ what: 'link' }] });
  });

  test('a chain that was computed anew', async () => {
    const honest = readFileSync(file, 'utf8');
    await tamper(
      database.superUrl,
      'truncate audit, audit_personal',
      "update audit_head set sequence = 0, hash = decode(repeat('00', 32), 'hex')",
    );
    await append(database.db, ...Array.from({ length: 8 }, () => anEntry({ action: 'nothing.happened' })));
    expect((await verifyAudit(database.db)).ok).toBe(true);
    expect(await findings()).toEqual(['6 checkpoint-differs']);
    expect(readFileSync(file, 'utf8')).toBe(honest);
  });

  test('in an export as well', async () => {
    const lines = await linesOf(database.db);
    const checkpoints = readCheckpoints(file);
    expect(await verifyExport(lines, { checkpoints, keys })).toMatchObject({ ok: true, entries: 8, checkpoints: 1 });
    expect((await verifyExport(lines.slice(0, 5), { checkpoints, keys })).problems).toMatchObject([
      { sequence: 5, what: 'end-cut' },
    ]);
  });
});

describe('a checkpoint that was tampered with', () => {
  test.each([
    ['another hash', (line: string) => line.replace(/"hash":"../, '"hash":"00')],
    ['another sequence', (line: string) => line.replace('"sequence":6', '"sequence":5')],
    ['another time', (line: string) => line.replace(/"at":"20/, '"at":"19')],
    ['not a checkpoint', () => '{'],
  ])('%s', async (_, change) => {
    writeFileSync(file, change(readFileSync(file, 'utf8').trim()));
    expect(await findings()).toEqual(['null checkpoint-unsigned']);
    expect(await write()).toMatchObject({ outcome: 'refused', problems: [{ what: 'checkpoint-unsigned' }] });
  });

  test('signed by somebody else', async () => {
    const other = checkpointKey({ file: join(folder, 'other.pem') });
    const forged = join(folder, 'forged.jsonl');
    await writeCheckpoint(database.db, { file: forged, key: other });
    appendFileSync(file, readFileSync(forged));
    expect(await findings()).toEqual(['null checkpoint-unsigned']);
  });
});

test('nothing is signed that does not follow from what was signed before', async () => {
  await tamper(database.superUrl, "update audit set action = 'other' where sequence = 8");
  expect(await write()).toMatchObject({ outcome: 'refused', problems: [{ sequence: 8, what: 'changed' }] });
  expect(readCheckpoints(file)).toHaveLength(1);
});
