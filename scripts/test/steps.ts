import { join } from 'node:path';
import { ensureBuilt } from '../lib/build';
import { type Browser, ensureChromium } from '../lib/chromium';
import { cli, NEXT, PLAYWRIGHT, ROOT } from '../lib/paths';
import { appSecrets } from '../lib/secrets';

/** One command of a step, run with this Node. */
export type Command = { args: string[]; env?: Record<string, string> };

export type Step = {
  name: string;
  what: string;
  /** Steps without which this one says nothing. */
  needs?: string[];
  /** Done in this process before the commands; answers a remark for the summary. */
  before?: (end: AbortSignal) => Promise<string>;
  commands: Command[];
  /** Where the command leaves its counts; without, the step is one check. */
  report?: { kind: 'vitest' | 'playwright'; file: string };
};

const BIOME = cli('@biomejs/biome/bin/biome');
const ZONES = [
  'app',
  'components',
  'lib',
  'sandbox',
  'scripts',
  'e2e',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.ts',
];

const reportFile = (name: string): string => join(ROOT, '.usher', 'reports', `${name}.json`);

function vitest(name: string, what: string): Step {
  const file = reportFile(name);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    what,
    commands: [{ args: [cli('vitest/vitest.mjs'), 'run', '--project', name, ...reporters] }],
    report: { kind: 'vitest', file },
  };
}

const task = (name: string): Command => ({
  args: ['--conditions', 'react-server', '--import', 'tsx', join(ROOT, 'scripts', `${name}.ts`)],
});

async function build(end: AbortSignal): Promise<string> {
  return (await ensureBuilt(appSecrets(), end)) ? 'built' : 'nothing had changed since the last build';
}

let found: Browser | undefined;

/** Found once, and handed on to the commands in their environment. */
async function browser(): Promise<string> {
  found ??= ensureChromium();
  console.log(`Chromium: ${found.path} (${found.from})`);
  process.env.CHROMIUM_PATH = found.path;
  return `Chromium: ${found.from}`;
}

/** Cheap ones first: whoever broke the format hears it within seconds. */
export const STEPS: Step[] = [
  { name: 'format', what: 'Biome’s formatter', commands: [{ args: [BIOME, 'format', '.'] }] },
  { name: 'lint', what: 'Biome’s linter', commands: [{ args: [BIOME, 'lint', '--error-on-warnings', '.'] }] },
  {
    name: 'types',
    what: 'TypeScript, after Next’s route types',
    commands: [{ args: [NEXT, 'typegen'] }, { args: [cli('typescript/bin/tsc'), '--noEmit'] }],
  },
  {
    name: 'zones',
    what: 'which room imports which (dependency-cruiser)',
    commands: [
      { args: [cli('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', ...ZONES] },
    ],
  },
  {
    name: 'dead-code',
    what: 'unused files, exports and packages (knip)',
    commands: [{ args: [cli('knip/bin/knip.js')] }],
  },
  vitest('unit', 'pure parts, scripts and components'),
  vitest('sandbox', 'the local tenant itself'),
  vitest('contract', 'client and verbs against the sandbox, switch by switch'),
  { name: 'build', what: 'the production build', before: build, commands: [] },
  {
    ...vitest('matrix', 'every action, route and page of the build × who calls it, and how'),
    needs: ['build'],
    before: build,
  },
  { ...vitest('replicas', 'two of the built app on one database; npm start'), needs: ['build'], before: build },
  { ...vitest('chaos', 'the built app, killed at random moments, in short'), needs: ['build'], before: build },
  {
    name: 'bytes',
    what: 'JavaScript that a browser loads before any touch',
    needs: ['build'],
    before: browser,
    commands: [task('bytes')],
  },
  {
    name: 'browser',
    what: 'the built app in Chromium (Playwright)',
    needs: ['build'],
    before: async (end) => {
      await build(end);
      return browser();
    },
    commands: [{ args: [PLAYWRIGHT, 'test'], env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('browser') } }],
    report: { kind: 'playwright', file: reportFile('browser') },
  },
];
