import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEXT, ROOT, STATE } from './paths';
import type { AppSecrets } from './secrets';

const STAMP = join(STATE, 'build.json');
const BUILD_ID = join(ROOT, '.next', 'BUILD_ID');

/** Everything that a build is made of. */
const FOLDERS = ['app', 'components', 'lib', 'public'];
const FILES = [
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tailwind.config.ts',
  'tsconfig.json',
];

/** Builds the app unless this very content has been built already; answers whether it had to. Throws when it fails. */
export async function ensureBuilt(secrets: AppSecrets, signal?: AbortSignal): Promise<boolean> {
  const content = contentHash(secrets);
  if (stamped(content)) return false;
  const child = spawn(process.execPath, [NEXT, 'build'], {
    cwd: ROOT,
    env: { ...process.env, ...secrets, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
    ...(signal === undefined ? {} : { signal }),
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('The build failed: see above.');
  mkdirSync(STATE, { recursive: true });
  writeFileSync(STAMP, JSON.stringify({ content, buildId: readFileSync(BUILD_ID, 'utf8') }));
  return true;
}

/** The build's id stands in the stamp, so that a build made by hand since, with another key, is not taken for ours. */
function stamped(content: string): boolean {
  if (!existsSync(STAMP) || !existsSync(BUILD_ID)) return false;
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8')) as { content?: string; buildId?: string };
  return stamp.content === content && stamp.buildId === readFileSync(BUILD_ID, 'utf8');
}

function contentHash(secrets: AppSecrets): string {
  const hash = createHash('sha256');
  hash.update(`${process.versions.node}\0${secrets.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY}\0`);
  const files = [...FILES, ...FOLDERS.flatMap(filesBelow)].filter((path) => existsSync(join(ROOT, path))).sort();
  for (const path of files)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}
