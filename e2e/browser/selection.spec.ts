import type { Page } from '@playwright/test';
import { expect, guest, signInAs, test } from './support/test';

const rows = (page: Page) => page.locator('a[data-row]');
const checks = (page: Page) => page.getByRole('list', { name: 'Invitations' }).getByRole('checkbox');
const said = (page: Page) => page.getByRole('status').filter({ hasText: /selected/ });

/** A few invitations that one search finds. */
async function listOf(page: Page, sandbox: { inviteElsewhere(of: object): Promise<unknown> }, count: number) {
  const tag = guest('sel').split('@')[0] ?? '';
  const emails = Array.from({ length: count }, (_, at) => `${tag}.${at}@northwind.example`);
  for (const email of emails) await sandbox.inviteElsewhere({ email, displayName: email });
  await signInAs(page, 'Maya Chen', '/invitations');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(async () => {
    await page.goto(`/invitations?q=${tag}`);
    await expect(rows(page)).toHaveCount(count, { timeout: 1_000 });
  }).toPass();
  await expect(checks(page)).toHaveCount(count);
  return { tag, emails };
}

test('select by click, by range, by key and all; export and copy what is selected', async ({ page, sandbox }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const { emails } = await listOf(page, sandbox, 5);
  await checks(page).nth(1).click();
  await checks(page)
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await expect(said(page)).toHaveText('3 selected');
  await page.keyboard.press('k');
  await expect(rows(page).nth(2)).toBeFocused();
  await page.keyboard.press('x');
  await expect(said(page)).toHaveText('2 selected');
  await expect(checks(page).nth(2)).not.toBeChecked();

  const shown = await Promise.all([1, 3].map((at) => rows(page).nth(at).locator('bdi').first().textContent()));
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export selected' }).click();
  let csv = '';
  for await (const chunk of await (await coming).createReadStream()) csv += chunk;
  const lines = csv.trim().split('\r\n').slice(1);
  expect(lines.map((line) => emails.find((email) => line.includes(email))).sort()).toEqual(shown.sort());
  await page.getByRole('button', { name: 'Copy addresses' }).click();
  await expect
    .poll(async () => (await page.evaluate(() => navigator.clipboard.readText())).split(', ').sort())
    .toEqual(shown);

  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(said(page)).toHaveText('5 selected');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(said(page)).toHaveText('Nothing selected');
  await expect(page.getByRole('button', { name: 'Export selected' })).toHaveCount(0);
});

test('what is selected outlives a live update, and belongs to this tab, search and filter', async ({
  page,
  sandbox,
}) => {
  const { tag } = await listOf(page, sandbox, 3);
  await checks(page).nth(0).check();
  const name = await rows(page).nth(0).locator('bdi').first().textContent();
  const late = `${tag}.late@northwind.example`;
  await sandbox.inviteElsewhere({ email: late, displayName: late });
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(rows(page)).toHaveCount(4);
  await expect(page.getByRole('checkbox', { name: `Select ${name}` })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: `Select ${late}` })).not.toBeChecked();
  await page.getByRole('link', { name: /^Pending/ }).click();
  await expect(page).toHaveURL(/tab=pending/);
  await expect(said(page)).toHaveText('Nothing selected');
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
});

test('shortcuts of one key are listed, and can be switched off for good', async ({ page, sandbox }) => {
  await listOf(page, sandbox, 2);
  await page.keyboard.press('?');
  const help = page.getByRole('region', { name: 'Keyboard' });
  await expect(help.getByText('Select the row, or leave it out')).toBeVisible();
  await expect(help.getByRole('checkbox', { name: /^Single-key shortcuts/ })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  const search = page.getByRole('searchbox', { name: 'Search invitations' });
  for (const fresh of [false, true]) {
    if (fresh) await page.reload();
    await expect(checks(page)).toHaveCount(2);
    await rows(page).first().focus();
    for (const key of ['/', 'j', 'x', 'n', '?']) await page.keyboard.press(key);
    await expect(rows(page).first()).toBeFocused();
    await expect(search).not.toBeFocused();
    await expect(help).toBeHidden();
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
    await expect(page).toHaveURL(/\/invitations/);
  }

  await page.getByRole('button', { name: 'Keyboard' }).click();
  await help.getByRole('checkbox').check();
  await page.keyboard.press('Escape');
  await rows(page).first().focus();
  await page.keyboard.press('x');
  await expect(said(page)).toHaveText('1 selected');
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/invite');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('there is nothing to select that would do nothing', async ({ page, sandbox }) => {
    await sandbox.inviteElsewhere({ email: guest('plain') });
    await signInAs(page, 'Maya Chen', '/invitations');
    await expect(page.getByRole('heading', { name: 'Invitations' })).toBeVisible();
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Keyboard' })).toHaveCount(0);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('what one taps is as large as a finger, and nothing is wider than the screen', async ({ page, sandbox }) => {
    await listOf(page, sandbox, 2);
    for (const label of await page.locator('label', { has: page.getByRole('checkbox') }).all()) {
      const box = await label.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await checks(page).first().tap();
    for (const name of ['Export selected', 'Copy addresses', 'Clear']) {
      expect((await page.getByRole('button', { name }).boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
  });
});
