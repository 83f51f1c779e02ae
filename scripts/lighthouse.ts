/** `npm run lighthouse`: the quality of the two pages people see most, as the median of three runs each. */
import lighthouse from 'lighthouse';
import { ensureBuilt } from './lib/build';
import { httpSession } from './lib/http-session';
import { launchChromium } from './lib/measured-page';
import { signInOverHttp } from './lib/page-forms';
import { freePort } from './lib/ports';
import { main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { startStack } from './lib/stack';

const BARS = { accessibility: 95, 'best-practices': 95, performance: 90 } as const;
type Category = keyof typeof BARS;
const CATEGORIES = Object.keys(BARS) as Category[];
const RUNS = 3;

main(async (end) => {
  await ensureBuilt(appSecrets(), end);
  const stack = await startStack({ name: 'lighthouse', signal: end });
  const port = await freePort();
  const browser = await launchChromium([`--remote-debugging-port=${port}`]);
  const session = httpSession();
  try {
    await signInOverHttp(session, stack.appUrl, 'maya-chen');
    const host = new URL(stack.appUrl).host;
    const cookie = [...session.cookies]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.split(' ')[1]}=${value}`)
      .join('; ');
    const held = [
      await measured(`${stack.appUrl}/sign-in`, port, {}, end),
      await measured(`${stack.appUrl}/invite`, port, { Cookie: cookie }, end),
    ];
    return held.every(Boolean) ? 0 : 1;
  } finally {
    session.close();
    await browser.close();
    await stack.close();
  }
});

/** Its usual setting: a middling phone on a slow network, which is harder than a desk. A run that measured nothing is repeated. */
async function oneRun(url: string, port: number, extraHeaders: Record<string, string>) {
  for (let tries = 1; ; tries += 1) {
    const result = await lighthouse(url, { port, extraHeaders, onlyCategories: CATEGORIES, logLevel: 'error' });
    const trouble = result?.lhr.runtimeError?.message ?? (result === undefined ? 'no result' : '');
    if (result !== undefined && trouble === '') return result.lhr;
    if (tries === RUNS) throw new Error(`Lighthouse measured nothing at ${url}: ${trouble}`);
  }
}

/** Runs one page, prints its medians, and answers whether they reach the bars. */
async function measured(
  url: string,
  port: number,
  extraHeaders: Record<string, string>,
  end: AbortSignal,
): Promise<boolean> {
  const scores: Record<Category, number[]> = { accessibility: [], 'best-practices': [], performance: [] };
  const faults = new Set<string>();
  for (let run = 0; run < RUNS; run += 1) {
    end.throwIfAborted();
    const lhr = await oneRun(url, port, extraHeaders);
    if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}.`);
    for (const name of CATEGORIES) scores[name].push(Math.round((lhr.categories[name]?.score ?? 0) * 100));
    for (const name of CATEGORIES.filter((each) => each !== 'performance')) {
      for (const { id, weight } of lhr.categories[name]?.auditRefs ?? []) {
        const score = lhr.audits[id]?.score;
        if (weight > 0 && typeof score === 'number' && score < 1) faults.add(`${id}: ${lhr.audits[id]?.title}`);
      }
    }
  }
  console.log(new URL(url).pathname);
  let held = true;
  for (const name of CATEGORIES) {
    const median = [...scores[name]].sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
    held &&= median >= BARS[name];
    const line = `  ${name.padEnd(15)} ${median} (of ${scores[name].join(', ')}), bar ${BARS[name]}`;
    console.log(`${line}${median < BARS[name] ? '  BELOW THE BAR' : ''}`);
  }
  for (const fault of faults) console.log(`  ${fault}`);
  return held;
}
