import type { Page } from '@playwright/test';
import { expect, guest, signInAs, test } from './support/test';

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

/** Nothing is wider than the screen: a page that has to be pushed sideways hides its button. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('the whole path on a phone, without pushing the page sideways', async ({ page, desk }) => {
  await page.goto('/invite');
  expect(await overflow(page)).toBe(0);
  await signInAs(page, 'Maya Chen');
  await desk.fill(guest('somebody.with.a.long.name.for.a.screen'));
  await expect(page.getByText(/ConductorOne mails a link to somebody/)).toBeVisible();
  expect(await overflow(page)).toBe(0);
  await desk.send.tap();
  await expect(desk.receipt).toBeVisible();
  expect(await overflow(page)).toBe(0);
});

test('what one taps is large enough for a finger, and the navigation hides nothing', async ({ page, desk }) => {
  await signInAs(page, 'Maya Chen');
  await expect(desk.email).toBeVisible();
  // WCAG 2.2, 2.5.8, for everything; a finger's width for what is used most. Not the link to skip to the content, which
  // is clipped away until a keyboard comes to it.
  const small = 'button, a[href]:not([href="#main"]), input:not([type=hidden]), select, summary';
  for (const target of await page.locator(small).all()) {
    if (!(await target.isVisible())) continue;
    const { width = 0, height = 0 } = (await target.boundingBox()) ?? {};
    // A checkbox is ticked by its whole row, label and all.
    const least = (await target.getAttribute('type')) === 'checkbox' ? 20 : 24;
    expect(Math.min(width, height), (await target.getAttribute('class')) ?? '').toBeGreaterThanOrEqual(least);
  }
  for (const target of [desk.email, desk.displayName, desk.directory, desk.sponsor, desk.send]) {
    expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  const nav = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
  await desk.send.scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const send = await desk.send.boundingBox();
  expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(nav?.y ?? 0);
});
