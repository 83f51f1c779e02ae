import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { exclusively } from '@/lib/db/exclusively';
import { testDatabase } from './support';

const database = testDatabase();

test('a lock whose connection the server ended is free again, and the process of its holder lives', async () => {
  const holder = database.open({ applicationName: 'holder' });
  const ended = exclusively(holder, 'lost', async () => {
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'holder'",
    );
    // Its work goes on, and its next query is on another connection.
    await expect.poll(async () => (await holder.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    return 'done';
  });
  expect(await ended).toBe('done');
  expect(await exclusively(database.open(), 'lost', async () => 'next')).toBe('next');
});

test('a holder that is stopped, or whose machine is gone without a word, loses its lock', async () => {
  const child = spawn(
    process.execPath,
    ['--conditions', 'react-server', '--import', 'tsx', 'e2e/contract/db/lock-holder.ts', database.url, 'frozen'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await once(child.stdout, 'data');
    const other = database.open();
    const take = () => exclusively(other, 'frozen', async () => 'mine');
    expect(await take()).toBeNull();
    child.kill('SIGSTOP');
    await expect.poll(take, { timeout: 20_000 }).toBe('mine');
  } finally {
    child.kill('SIGKILL');
  }
});
