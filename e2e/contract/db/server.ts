import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAbandoned, startEmbeddedPostgres } from '@/scripts/postgres/embedded';

export type TestServer = { adminUrl: string; stop(): Promise<void> };

const PREFIX = 'usher-test-';

/** A server for tests: in a folder of its own that goes away with it, or the one that USHER_TEST_DATABASE_URL names. */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.USHER_TEST_DATABASE_URL;
  if (given) return { adminUrl: given, stop: async () => undefined };
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  // As root the server runs as another user, who must be able to walk in.
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), command: 'npm test', unsafe: true });
  return {
    adminUrl: server.adminUrl,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its server behind; the next one takes it over only to end it. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(PREFIX) || !isAbandoned(join(folder, 'postgres'))) continue;
    const left = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), unsafe: true }).catch(() => null);
    // Refused: somebody else is sweeping the same one.
    if (left === null) continue;
    await left.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
