import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, ensureChromium } from './chromium';

/** A Chromium as the measurements use it; `flags` beside the usual ones. */
export const launchChromium = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: ensureChromium().path, args: [...CHROMIUM_FLAGS, ...flags] });

/** Signs in at the sandbox's provider by its buttons, so that the context may see the desk. */
export async function signInByButtons(context: BrowserContext, appUrl: string, name: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${appUrl}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.waitForURL(`${appUrl}/invite`);
  await page.close();
}
