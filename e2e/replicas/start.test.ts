import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSandbox } from '@/sandbox/start';
import { appEnvironment, appOrigin } from '@/scripts/lib/app-env';
import { type Child, endChild, healthy, startChild } from '@/scripts/lib/children';
import { freePort } from '@/scripts/lib/ports';
import { appSecrets } from '@/scripts/lib/secrets';
import { runningEmbeddedPostgres } from '@/scripts/postgres/embedded';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let folder: string;
const started: Child[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  folder = await mkdtemp(join(tmpdir(), 'usher-test-'));
  // As root the server runs as another user, who must be able to walk in.
  await chmod(folder, 0o711);
});
afterEach(() => Promise.all(started.splice(0).map((child) => endChild(child, 30_000))));
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

async function npmStart() {
  const port = await freePort();
  const env = appEnvironment({
    port,
    sandbox: sandbox.env,
    secrets: appSecrets(),
    // Empty is not set, whatever a file on this machine says.
    more: { DATABASE_URL: '', USHER_POSTGRES_DIR: join(folder, 'postgres'), NODE_ENV: 'production' },
  });
  const child = startChild('npm start', ['scripts/bootstrap.mjs', 'start'], env, () => undefined);
  started.push(child);
  return { child, url: `${appOrigin(port)}/api/health` };
}

test('brings its own database, refuses a folder in use, and ends the app before the database', async () => {
  const { child, url } = await npmStart();
  await healthy(child, url);
  const running = runningEmbeddedPostgres(join(folder, 'postgres'));
  expect(running).toMatchObject({ command: 'npm start' });

  const second = await npmStart();
  expect(await second.child.ended).toBe('ended with code 1');
  expect(second.child.tail()).toMatch(/postgres is in use by another Usher: process \d+ .*\(npm start\)/);

  const [code] = await Promise.all([
    once(child.process, 'exit').then(([exit]) => exit as number),
    child.process.kill('SIGTERM'),
  ]);
  expect(code).toBe(0);
  // Had the database gone first, the app would have lost its connections and said so.
  expect(child.tail()).toContain('"cutOff":{"requests":false,"jobs":false,"database":false}');
  expect(child.tail()).not.toMatch(/connection-lost|jobs\.error|"level":"error"/);
  expect(runningEmbeddedPostgres(join(folder, 'postgres'))).toBeNull();

  const again = await npmStart();
  await healthy(again.child, again.url);
});
