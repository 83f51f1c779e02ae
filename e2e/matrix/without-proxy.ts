import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, STATE } from '@/scripts/lib/paths';

const FOLDER = join(STATE, 'matrix-without-proxy');
/** Of the build, what a start does not need. */
const LEFT_OUT = ['cache', 'dev', 'diagnostics', 'trace'].map((name) => join(ROOT, '.next', name));
const CONFIG = join('.next', 'server', 'functions-config-manifest.json');

/**
 * The very same build with `proxy.ts` taken out: a copy whose manifest does not name it, and without its files, so that a
 * start which still wanted it would break. Answers the folder to start it in.
 */
export function buildWithoutProxy(): string {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  cpSync(join(ROOT, '.next'), join(FOLDER, '.next'), {
    recursive: true,
    // They lead into the modules beside the build, from here as from there.
    verbatimSymlinks: true,
    filter: (path) => !LEFT_OUT.includes(path),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(FOLDER, 'node_modules'), 'dir');
  for (const file of ['next.config.ts', 'package.json']) cpSync(join(ROOT, file), join(FOLDER, file));

  const path = join(FOLDER, CONFIG);
  const config = JSON.parse(readFileSync(path, 'utf8')) as { functions: Record<string, unknown> };
  const { '/_middleware': proxy, ...functions } = config.functions;
  if (proxy === undefined) throw new Error(`${CONFIG} does not name a proxy: nothing can be taken out.`);
  writeFileSync(path, JSON.stringify({ ...config, functions }));
  const file = join(FOLDER, '.next', 'server', 'middleware.js');
  if (!existsSync(file)) throw new Error('The build keeps the proxy somewhere else now.');
  rmSync(file);
  return FOLDER;
}
