import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, installedChromium } from './scripts/lib/chromium';

const browser = installedChromium();
if (browser === null) throw new Error('There is no Chromium on this machine; “npm test -- browser” installs one.');

export default defineConfig({
  testDir: 'e2e/browser',
  outputDir: 'test-results',
  // A worker has a sandbox and an app of its own (support/test.ts), so that faults set by one test meet no other.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: browser.path, args: CHROMIUM_FLAGS },
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
