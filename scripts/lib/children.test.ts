import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endChild, healthy, startChild } from './children';
import { ROOT } from './paths';
import { freePort } from './ports';

const serve = (port: number) =>
  `require('http').createServer((_, res) => res.end('up')).listen(${port}, '127.0.0.1'); console.log('listening')`;
const quiet = () => {};

test('a program is waited for, and ended with all it started', async () => {
  const port = await freePort();
  const nested = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(serve(port))}])`;
  const child = startChild('The server', ['-e', `${nested}; setInterval(() => {}, 1000)`], process.env, quiet);
  await healthy(child, `http://127.0.0.1:${port}`);
  await endChild(child);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
});

test('a thread, or a process without standard input, that it starts in turn changes nothing', async () => {
  const port = await freePort();
  const inner = `
    const { Worker } = require('worker_threads');
    const { spawn } = require('child_process');
    const thread = new Worker('', { eval: true });
    thread.on('exit', () => {
      const other = spawn(process.execPath, [...process.execArgv.slice(0, 2), '-e', ''], { stdio: 'ignore' });
      other.on('exit', (code) => { if (code === 0) { ${serve(port)} } });
    });`;
  const child = startChild('The server', ['-e', inner], process.env, quiet);
  await healthy(child, `http://127.0.0.1:${port}`);
  await endChild(child);
});

test('one that ends by itself is reported with its last words', async () => {
  const child = startChild('The server', ['-e', 'console.error("no such file"); process.exit(3)'], process.env, quiet);
  await expect(healthy(child, 'http://127.0.0.1:1')).rejects.toThrow('The server ended with code 3.\nno such file');
});

test('what we started ends when we are killed and can end nothing any more', async () => {
  const port = await freePort();
  const start = `
    const { startChild, healthy } = await import('./scripts/lib/children.ts');
    const child = startChild('The server', ['-e', ${JSON.stringify(serve(port))}], process.env, () => {});
    await healthy(child, 'http://127.0.0.1:${port}');
    console.log('up');
    setInterval(() => {}, 1000);`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', start];
  const parent = spawn(process.execPath, args, { cwd: join(ROOT), stdio: ['ignore', 'pipe', 'inherit'] });
  await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  const gone = () =>
    fetch(`http://127.0.0.1:${port}`).then(
      () => false,
      () => true,
    );
  await expect.poll(gone, { timeout: 10_000 }).toBe(true);
});
