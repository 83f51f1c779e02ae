import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { PLAYWRIGHT } from './paths';

/** A machine's closed or slow network is not part of a test: nothing is fetched in the background, no profile is kept. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export type Browser = { path: string; from: string };

/** A Chromium that is on this machine already, or null. */
export function installedChromium(): Browser | null {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (isProgram(given)) return { path: given, from: 'CHROMIUM_PATH' };
    throw new Error(`CHROMIUM_PATH is “${given}”, where there is no program. Correct it, or leave it out.`);
  }
  for (const name of NAMES) {
    const path = onPath(name);
    if (path !== null) return { path, from: 'already on this machine' };
  }
  const own = chromium.executablePath();
  return existsSync(own) ? { path: own, from: 'Playwright’s own, downloaded before' } : null;
}

/** A Chromium, installed when there is none: Playwright's download first, then the system's package manager. */
export function ensureChromium(): Browser {
  const there = installedChromium();
  if (there !== null) return there;
  console.log('No Chromium on this machine; asking Playwright to download one …');
  if (runs(process.execPath, [PLAYWRIGHT, 'install', 'chromium']) && existsSync(chromium.executablePath())) {
    return { path: chromium.executablePath(), from: 'Playwright’s download' };
  }
  const root = process.getuid?.() === 0;
  if (root && onPath('apt-get') !== null) {
    console.log('That did not work; asking the system’s package manager …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    if (runs('apt-get', ['update', '-q'], env) && runs('apt-get', ['install', '-y', '-q', 'chromium'], env)) {
      const path = onPath('chromium');
      if (path !== null) return { path, from: 'the system’s package manager' };
    }
  }
  throw new Error(
    'The browser tests need a Chromium, and none could be installed. Install one yourself (on Debian and Ubuntu: sudo apt-get install chromium), or set CHROMIUM_PATH to one.',
  );
}

function runs(command: string, args: string[], env: Record<string, string> = {}): boolean {
  return (
    spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).status === 0
  );
}

function onPath(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
