import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, runningEmbeddedPostgres, startEmbeddedPostgres } from '@/scripts/postgres/embedded';
import { FolderInUse } from '@/scripts/postgres/folder-lock';
import { freePort } from '@/scripts/postgres/server';

const folder = mkdtempSync(join(tmpdir(), 'usher-embedded-'));
chmodSync(folder, 0o711);
const dataDir = join(folder, 'postgres');
const lock = join(dataDir, 'lock.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const running: EmbeddedPostgres[] = [];
let said: string[] = [];
beforeEach(() => {
  said = [];
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(options: Parameters<typeof startEmbeddedPostgres>[0] = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    dataDir,
    command: 'npm test',
    unsafe: true,
    say: (line) => said.push(line),
    ...options,
  });
  running.push(server);
  return server;
}

async function ask(url: string, text: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows[0];
  } finally {
    await client.end();
  }
}

/** Another process that has the folder. */
async function holder() {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'holder.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    child,
    ...(JSON.parse(String(line)) as { port: number; url: string }),
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('a server of its own: loopback only, no socket, a password that only its user can read, no superuser for Usher', async () => {
  const server = await start();
  expect(
    await ask(
      server.adminUrl,
      "select current_setting('listen_addresses') as at, current_setting('unix_socket_directories') as sockets",
    ),
  ).toEqual({ at: '127.0.0.1', sockets: '' });
  expect(
    await ask(server.url, 'select current_user as me, usesuper from pg_user where usename = current_user'),
  ).toEqual({ me: 'usher', usesuper: false });
  const withoutPassword = new URL(server.url);
  withoutPassword.password = 'wrong';
  await expect(ask(withoutPassword.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'data')).mode & 0o777).toBe(0o700);
});

test('what was written is there after a stop and a start, on the port that was asked for', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 1 as n');
  await first.stop();
  await expect(ask(first.url, 'select 1')).rejects.toThrow();
  const port = await freePort();
  const second = await start({ port });
  expect(second.port).toBe(port);
  expect(await ask(second.url, 'select n from kept')).toEqual({ n: 1 });
});

describe('a folder that somebody has', () => {
  test('is refused with who has it and since when, and can be looked into', async () => {
    const other = await holder();
    const refused = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FolderInUse);
    expect((refused as Error).message).toMatch(
      new RegExp(
        `in use by another Usher: process ${other.child.pid} on ${hostname()} \\(npm run holder\\), since 20\\d\\d-`,
      ),
    );
    expect(runningEmbeddedPostgres(dataDir)).toMatchObject({ url: other.url, command: 'npm run holder' });
    await other.kill();
  });

  test('is taken over from a killed one, and so is its server, with everything in it', async () => {
    const other = await holder();
    await other.kill();
    expect(runningEmbeddedPostgres(dataDir)).toBeNull();
    const server = await start();
    expect({ survivor: server.survivor, port: server.port, url: server.url }).toEqual({
      survivor: true,
      port: other.port,
      url: other.url,
    });
    expect(said).toEqual([expect.stringMatching(/^A database server that an earlier Usher left behind is used/)]);
    await server.stop();
    await expect(ask(server.url, 'select 1')).rejects.toThrow();
  });

  test('is started anew on the port that was asked for, when the survivor listens elsewhere', async () => {
    const other = await holder();
    await other.kill();
    const port = await freePort();
    const server = await start({ port });
    expect({ survivor: server.survivor, port: server.port }).toEqual({ survivor: false, port });
  });

  test('a lock whose process id was given to another process since holds nobody up', async () => {
    const mine = {
      pid: process.ppid,
      start: 'another boot/1',
      host: hostname(),
      since: '2026-01-01T00:00:00.000Z',
      command: 'long gone',
    };
    writeFileSync(lock, JSON.stringify(mine));
    await start();
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid, command: 'npm test' });
  });

  test('a postmaster.pid whose process id was given to another process since holds nobody up', async () => {
    writeFileSync(
      join(dataDir, 'data', 'postmaster.pid'),
      `${process.pid}\n${dataDir}/data\n1\n1\n\n127.0.0.1\n1\nready\n`,
    );
    expect((await start()).survivor).toBe(false);
  });

  test('of two that find the same dead lock, one gets it', async () => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, start: 'gone', host: hostname(), since: '', command: '' }));
    const results = await Promise.allSettled([start(), start(), start()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});

test('a copy of the folder is told apart from it', async () => {
  const first = await start();
  const placeOf = async (url: string) => (await ask(url, "select current_setting('usher.place') as place"))?.place;
  const place = await placeOf(first.url);
  await first.stop();
  const again = await start();
  expect(await placeOf(again.url)).toBe(place);
  await again.stop();
  const copy = join(folder, 'copy');
  cpSync(dataDir, copy, { recursive: true });
  rmSync(join(copy, 'lock.json'), { force: true });
  // A copy made by root belongs to root; `cp -a` would have kept the owner.
  const { uid, gid } = statSync(join(dataDir, 'data'));
  for (const path of readdirSync(join(copy, 'data'), { recursive: true }))
    chownSync(join(copy, 'data', String(path)), uid, gid);
  chownSync(join(copy, 'data'), uid, gid);
  const copied = await start({ dataDir: copy });
  expect(await placeOf(copied.url)).not.toBe(place);
});

test('a database of another major version is refused in words', async () => {
  const file = join(dataDir, 'data', 'PG_VERSION');
  const was = readFileSync(file, 'utf8');
  writeFileSync(file, '14\n');
  await expect(start()).rejects.toThrow(/is of Postgres 14, and this Usher brings Postgres \d+\. Make a backup/);
  writeFileSync(file, was);
});

test('a server that cannot start says what its log says, and gives the folder back', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await expect(start({ port })).rejects.toThrow(/did not start\. Its log \(.*\) ends with:\n[\s\S]*could not bind/);
  taken.close();
  expect((await start()).survivor).toBe(false);
});
