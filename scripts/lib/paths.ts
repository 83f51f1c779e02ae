import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** What these scripts keep between two starts: secrets made here, what the build was made of, logs. Not in git. */
export const STATE = join(ROOT, '.usher');

/** The script that a package's command runs, to be started with this Node instead of through a shell. */
export const cli = (path: string): string => join(ROOT, 'node_modules', path);
export const NEXT = cli('next/dist/bin/next');
export const PLAYWRIGHT = cli('@playwright/test/cli.js');
