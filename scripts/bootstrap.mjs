/**
 * What every `npm run …` goes through: `node scripts/bootstrap.mjs TASK [arguments]` runs scripts/TASK.ts.
 *
 * Plain JavaScript on built-in modules only, in words that an old Node understands: in a fresh clone nothing is installed
 * yet, and whoever has too old a Node must get a sentence instead of a syntax error.
 */
// biome-ignore-start lint/style/useNodejsImportProtocol: Node before 12.20 does not know the prefix.
import { spawn, spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

// biome-ignore-end lint/style/useNodejsImportProtocol: up to here.

const NEEDED = [20, 20];
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const WINDOWS = process.platform === 'win32';

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  stop(`Usher needs Node.js ${NEEDED.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org/.`);
}

function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (_error) {
    return null;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm's own record of what it installed is the stamp: it is
 * written last, so that an installation that broke off has none, and times of files, which a checkout changes, do not count.
 */
function isInstalled() {
  const wanted = lockedPackages(join(ROOT, 'package-lock.json'));
  const installed = lockedPackages(join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted === null || installed === null) return false;
  return Object.keys(wanted).every((name) => {
    const there = installed[name];
    if (name === '' || (there === undefined && wanted[name].optional)) return true;
    return there !== undefined && there.version === wanted[name].version;
  });
}

function install() {
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json (npm ci) …');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: ROOT,
    // Development tools are part of every task, whatever NODE_ENV says.
    env: Object.assign({}, process.env, { NODE_ENV: 'development' }),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: WINDOWS,
  });
  if (error) stop(`npm could not be started: ${error.message}`);
  if (status !== 0) stop('The installation failed: npm says why above. Nothing was started.');
}

function run(task, args) {
  const script = join(ROOT, 'scripts', `${task}.ts`);
  if (!/^[\w-]+$/.test(task) || !existsSync(script)) stop(`There is no task “${task}”.`);
  const child = spawn(
    process.execPath,
    ['--conditions', 'react-server', '--import', 'tsx', script].concat(args),
    // The parent's signals are passed on below; the child decides how it ends.
    { cwd: ROOT, stdio: 'inherit', env: Object.assign({}, process.env, { NEXT_TELEMETRY_DISABLED: '1' }) },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`${task} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [task = '', ...rest] = process.argv.slice(2);
checkNode();
install();
run(task, rest);
