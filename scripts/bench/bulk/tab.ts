import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { launchChromium, signInByButtons } from '../../lib/measured-page';
import type { Stack } from '../../lib/stack';
import { percentile, type Row, row } from '../row';
import { framesWhile } from './frames';

const MOST_MB = 250;
const MOST_FRAME_MS = 100;
const STILL_MS = 3_000;
/** One turn of the wheel, and how long until the next. */
const TURN_PX = 2_400;
const TURN_MS = 16;
/** Looked at memory so often on the way. */
const LOOK_EVERY = 25;
const MB = 1_000_000;

/** The grid of a large import in Chromium: what its tab holds, and how long a frame takes while it scrolls to its end. */
export async function tabRows(stack: Stack, id: string, rows: number): Promise<Row[]> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await signInByButtons(context, stack.appUrl, 'Omar Haddad');
    const page = await context.newPage();
    await page.goto(`${stack.appUrl}/imports/${id}`);
    await page
      .getByRole('grid')
      .getByText(/^Person 1 of/)
      .first()
      .waitFor();
    const tab = await tabOf(browser, page);
    const still = await framesWhile(page, () => pause(STILL_MS));
    let most = await tab.mb();
    const frames = await framesWhile(page, async () => {
      most = Math.max(most, await scrolledToTheEnd(page, tab));
    });
    const heap = await tab.heapMb();
    await page
      .getByRole('grid')
      .getByText(new RegExp(`^Person ${rows} of`))
      .first()
      .waitFor();
    return [
      row(`browser tab with ${rows} rows, the most of memory`, most, 'MB', { bar: MOST_MB }),
      row('of it the heap of its scripts, at the end', heap, 'MB'),
      row('frames while the grid scrolls to its end, the longest', Math.max(...frames), 'ms', {
        reference: Math.max(...still),
        bar: MOST_FRAME_MS,
      }),
      row('frames while the grid scrolls to its end, p95', percentile(frames, 0.95), 'ms', {
        reference: percentile(still, 0.95),
      }),
    ];
  } finally {
    await browser.close();
  }
}

type Tab = { mb(): Promise<number>; heapMb(): Promise<number> };

/** The memory of a page’s own process: what Chromium’s task manager calls its footprint. */
async function tabOf(browser: Browser, page: Page): Promise<Tab> {
  const whole = await browser.newBrowserCDPSession();
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return {
    async mb() {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => footprintMb(id));
      // One that Chromium keeps in reserve is smaller.
      return Math.max(...renderers);
    },
    async heapMb() {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / MB;
    },
  };
}

/** Memory that is its own alone: not what it shares with the other processes of the browser. */
function footprintMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = ['RssAnon', 'VmSwap'].map((name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]));
  return ((kib[0] ?? 0) + (kib[1] ?? 0)) * (1_024 / MB);
}

/** By the wheel, as a person does it; answers the most that the tab held on the way. */
async function scrolledToTheEnd(page: Page, tab: Tab): Promise<number> {
  const scroller = await page.evaluateHandle(() => {
    const all = [...document.querySelectorAll('*')].filter((of) => getComputedStyle(of).overflowY !== 'visible');
    const root = document.scrollingElement ?? document.documentElement;
    return all.reduce(
      (most, of) => (of.scrollHeight - of.clientHeight > most.scrollHeight - most.clientHeight ? of : most),
      root,
    );
  });
  const box = await scroller.asElement()?.boundingBox();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, Math.min(600, (box?.y ?? 0) + 200));
  const atEnd = () => scroller.evaluate((of) => of.scrollTop + of.clientHeight >= of.scrollHeight - 2);
  let most = 0;
  for (let turn = 0; ; turn += 1) {
    await page.mouse.wheel(0, TURN_PX);
    await pause(TURN_MS);
    if (turn % LOOK_EVERY !== 0) continue;
    most = Math.max(most, await tab.mb());
    if (await atEnd()) return most;
  }
}
