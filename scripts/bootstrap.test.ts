import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));

/** Runs the bootstrap in a process that takes itself for another Node. */
function bootstrap(task: string, pretend?: string) {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${pretend}' } })`;
  const before = pretend === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(versions)}`];
  return spawnSync(process.execPath, [...before, BOOTSTRAP, task], { encoding: 'utf8' });
}

test.each(['20.19.5', '18.20.8', '6.17.1'])('Node %s is told in one sentence what is needed', (version) => {
  const { status, stderr, stdout } = bootstrap('demo', version);
  expect(status).toBe(1);
  expect(stderr).toBe(`Usher needs Node.js 20.20 or newer; this is ${version}. See https://nodejs.org/.\n`);
  expect(stdout).toBe('');
});

test.each(['20.20.0', '22.0.0', '24.21.0'])('Node %s is new enough', (version) => {
  expect(bootstrap('no-such-task', version).stderr).toBe('There is no task “no-such-task”.\n');
});

test('a task is a script of ours and nothing else', () => {
  for (const task of ['', '../playwright.config', 'lib/run']) expect(bootstrap(task).status).toBe(1);
});
