import { readFileSync } from 'node:fs';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { appLogPath, type Stack, startStack } from '../../../scripts/lib/stack';
import { Desk } from './desk';
import { dropOpenAttempts } from './ledger';
import { type SandboxControl, sandboxControl } from './sandbox';
import { leakSearch } from './secrets';
import { type Watch, watch } from './watch';

type Worker = {
  stack: Stack & { log(): string };
};
type Fixtures = {
  sandbox: SandboxControl;
  watched: Watch;
  desk: Desk;
  /** Signs somebody in, in a browser of their own, so that several work at the same time. */
  person: (name: string, path?: string) => Promise<Page>;
};

/**
 * As short as a test's patience: the upstream's deadline, and how long a lost create may still arrive. Webhooks may reach the
 * receivers that tests open on this machine.
 */
const QUICK = {
  USHER_UPSTREAM_DEADLINE_MS: '1500',
  USHER_SETTLE_SECONDS: '1',
  USHER_INVITES_PER_MINUTE: '100',
  USHER_WEBHOOK_PRIVATE_TARGETS: '127.0.0.1',
};

export const test = base.extend<Fixtures, Worker>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn that nothing is asked for.
    async ({}, use, { parallelIndex }) => {
      const name = `browser-${parallelIndex}`;
      const stack = await startStack({ name, env: QUICK });
      await use({ ...stack, log: () => readFileSync(appLogPath(name), 'utf8') });
      await stack.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ stack }, use) => use(stack.appUrl),
  sandbox: [
    async ({ stack }, use) => {
      const control = sandboxControl(stack.sandboxUrl);
      await dropOpenAttempts(stack.env.DATABASE_URL ?? '');
      await control.calm();
      await use(control);
    },
    { auto: true },
  ],
  watched: [
    async ({ context, stack }, use) => {
      const watched = await watch(context, stack.appUrl, leakSearch(stack.env));
      await use(watched);
      expect(await watched.findings()).toEqual([]);
    },
    { auto: true },
  ],
  desk: async ({ page }, use) => use(new Desk(page)),
  person: async ({ browser, stack }, use) => {
    const opened: { context: BrowserContext; watched: Watch }[] = [];
    await use(async (name, path = '/') => {
      const context = await browser.newContext({ baseURL: stack.appUrl });
      opened.push({ context, watched: await watch(context, stack.appUrl, leakSearch(stack.env)) });
      const page = await context.newPage();
      await signInAs(page, name, path);
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
      return page;
    });
    for (const { context, watched } of opened) {
      expect(await watched.findings()).toEqual([]);
      await context.close();
    }
  },
});

/** Signs in the way a person does: at the provider's page, by the button with their name. */
export async function signInAs(page: Page, name: string, path = '/invite'): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
}

let guests = 0;
/** An address that no other test uses. */
export const guest = (name = 'guest'): string =>
  `${name}.${process.pid}.${Date.now().toString(36)}.${guests++}@northwind.example`;

export { expect };
