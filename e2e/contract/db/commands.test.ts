import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { checkpointKey, publicHalf } from '@/lib/db/checkpoints';
import { openDatabase } from '@/lib/db/connection';
import { audit } from '@/lib/db/schema';
import { writeCheckpoint } from '@/lib/db/write-checkpoint';
import { startEmbeddedPostgres } from '@/scripts/postgres/embedded';
import { anEntry, append, linesOf } from './audit-support';
import { testDatabase } from './support';

/** The commands as people type them, each a process of its own: from the embedded database to a server. */

const server = testDatabase({ migrated: false });
const folder = mkdtempSync(join(tmpdir(), 'usher-commands-'));
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dataDir = join(folder, 'postgres');
const backup = join(folder, 'usher.backup');
const checkpoints = join(folder, 'checkpoints.jsonl');
const keyFile = join(folder, 'key.pem');

const run = async (script: string, args: string[], env: Record<string, string> = {}) => {
  const command = ['--conditions', 'react-server', '--import', 'tsx', `scripts/${script}.ts`, ...args];
  // Empty is "not set", also against a .env file of whoever runs this.
  const vars = {
    ...process.env,
    DATABASE_URL: '',
    USHER_AUDIT_KEY: '',
    USHER_POSTGRES_DIR: dataDir,
    USHER_POSTGRES_PORT: '',
  };
  return promisify(execFile)(process.execPath, command, { env: { ...vars, ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
};

test('embedded, migrated, filled, backed up while it runs, moved to a server, verified', async () => {
  expect(await run('db-migrate', [])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/from 0 to \d+ migrations\./),
  });
  const embedded = await startEmbeddedPostgres({ dataDir, command: 'npm run demo', unsafe: true });
  const { db, close } = openDatabase(embedded.url);
  await append(db, anEntry(), anEntry());
  await writeCheckpoint(db, { file: checkpoints, key: checkpointKey({ file: keyFile }) });
  writeFileSync(join(folder, 'audit.jsonl'), (await linesOf(db)).join(''));
  expect(await run('db-backup', [backup])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 audit entries'),
  });
  expect(await run('db-restore', [backup])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/in use by another Usher: .*npm run demo/),
  });
  await close();
  await embedded.stop();

  const onServer = { DATABASE_URL: server.url };
  expect(await run('db-restore', [backup], onServer)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing is sent until'),
  });
  const evidence = ['--checkpoints', checkpoints, '--public-key', publicHalf(keyFile)];
  expect(await run('audit-verify', evidence, onServer)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/3 entries, whole and unchanged, up to [0-9a-f]{64}\. 1 checkpoints? agrees?\./),
  });
}, 60_000);

test('an export is verified without any database', async () => {
  const file = join(folder, 'audit.jsonl');
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  const args = ['--export', file, '--checkpoints', checkpoints, '--public-key', publicHalf(keyFile)];
  expect(await run('audit-verify', args, nowhere)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 entries, whole'),
  });
  writeFileSync(file, (await linesOf(server.db)).slice(0, 1).join(''));
  expect(await run('audit-verify', args, nowhere)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('the end was cut off'),
  });
});

test('a person is erased only with --yes, and a slip is a sentence', async () => {
  const onServer = { DATABASE_URL: server.url };
  const whom = ['--email', 'ADA@partner.example'];
  expect(await run('audit-erase', whom, onServer)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/would erase 4 parts .* Add --yes/),
  });
  expect(await run('audit-erase', [...whom, '--yes'], onServer)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Erased in .*: 4 parts/),
  });
  expect(await run('audit-verify', [], onServer)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('4 parts about persons were erased'),
  });
  expect(await run('audit-erase', ['--email', 'nobody'], onServer)).toMatchObject({
    code: 1,
    stderr: 'nobody is not an email address.\n',
  });
}, 60_000);

test('a moved database sends again once somebody has said go, and the audit has who did', async () => {
  const onServer = { DATABASE_URL: server.url };
  expect(await run('db-release', [], onServer)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Released: /),
  });
  expect(await run('db-release', [], onServer)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is not stopped'),
  });
  const [entry] = await server.db.select().from(audit).where(eq(audit.action, 'sending.released'));
  expect(entry?.details).toMatchObject({ stoppedBecause: expect.stringContaining('Restored') });
}, 60_000);
