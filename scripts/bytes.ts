/** `npm run bytes`: the JavaScript that Chromium loads before any touch, gzipped, against the bars. */

import { gzipSync } from 'node:zlib';
import type { BrowserContext } from '@playwright/test';
import { ensureBuilt } from './lib/build';
import { launchChromium, signInByButtons } from './lib/measured-page';
import { main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { startStack } from './lib/stack';

/** KiB. A bare page of the framework's is 132. */
const BARS = [
  { path: '/sign-in', most: 140, person: null },
  { path: '/invite', most: 180, person: 'Maya Chen' },
];

main(async (end) => {
  await ensureBuilt(appSecrets(), end);
  const stack = await startStack({ name: 'bytes', signal: end });
  const browser = await launchChromium();
  try {
    let held = true;
    for (const { path, most, person } of BARS) {
      const context = await browser.newContext();
      if (person !== null) await signInByButtons(context, stack.appUrl, person);
      const kib = (await loadedScripts(context, stack.appUrl + path)) / 1024;
      const holds = kib <= most;
      held &&= holds;
      console.log(`${path.padEnd(10)}${kib.toFixed(1).padStart(7)} KiB of ${most}  ${holds ? 'ok' : 'OVER THE BAR'}`);
      await context.close();
    }
    return held ? 0 : 1;
  } finally {
    await browser.close();
    await stack.close();
  }
});

/** Every script that arrives until the page is quiet, each once, weighed by ourselves: caches and servers compress differently. */
async function loadedScripts(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  const weights = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
    weights.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    );
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  if (page.url() !== url) throw new Error(`${url} led to ${page.url()}, so there is nothing to weigh.`);
  const all = await Promise.all(weights.values());
  return all.reduce((sum, weight) => sum + weight, 0);
}
