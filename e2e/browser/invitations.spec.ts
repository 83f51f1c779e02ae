import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, guest, signInAs, test } from './support/test';

const rows = (page: Page) => page.locator('a[data-row]');
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search invitations' });

async function axe(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  expect(found, what).toEqual([]);
}

/** The copy is made by the schedule; a test asks for it. */
async function synced(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByText(/^Copied from ConductorOne/)).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
}

test('search as one types, clear by a chip, and walk with j, k and Enter', async ({ page, desk }) => {
  const email = guest('walker');
  await signInAs(page, 'Maya Chen');
  await desk.invite(email);
  await page.goto('/invitations');
  await synced(page);
  const all = await rows(page).count();
  expect(all).toBeGreaterThan(2);

  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type(email.slice(0, 12));
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/\?q=walker/);
  await expect(search(page)).toBeFocused();
  await page.getByRole('link', { name: /^Remove: with/ }).click();
  await expect(rows(page)).toHaveCount(all);
  await expect(search(page)).toHaveValue('');

  await page.locator('h1').click();
  await page.keyboard.press('j');
  await expect(rows(page).nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(rows(page).nth(1)).toBeFocused();
  const href = (await rows(page).nth(1).getAttribute('href')) ?? '';
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(href);
});

test('revoke with a reason, and read in the history who did it and why', async ({ page, desk }) => {
  const email = guest('revoked');
  await signInAs(page, 'Maya Chen');
  await desk.invite(email);
  await page.goto(`/lookup?email=${encodeURIComponent(`Gwen <${email}>`)}`);
  await expect(page.getByText(/^The link works until .+ \d\d:\d\d\.$/)).toBeVisible();
  await page.getByRole('link', { name: 'Open it to send again or revoke' }).click();
  await page.locator('summary', { hasText: 'Revoke' }).click();
  await page.getByLabel('Reason').fill('Wrong company');
  await page.getByRole('button', { name: `Revoke ${desk.name}’s invitation` }).click();
  await expect(page.getByText('Revoke it: It is revoked already.')).toBeVisible();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByText(`Maya Chen revoked ${desk.name}’s invitation.`)).toBeVisible();
  await expect(history.getByText('Wrong company')).toBeVisible();
});

test('send again with another name: one row in the list, the old link dead', async ({ page, desk, sandbox }) => {
  const email = guest('again');
  await signInAs(page, 'Maya Chen');
  await desk.invite(email);
  await page.goto(`/invitations?q=${email}`);
  await rows(page).click();
  await page.locator('summary', { hasText: 'again' }).click();
  await expect(page.getByText(/The old link dies/)).toBeVisible();
  await page.getByLabel('Display name').fill('Gwendolyn Guest');
  await page.getByRole('button', { name: `Send ${desk.name}’s invitation again` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gwendolyn Guest');
  expect((await sandbox.truth(email)).map(({ status }) => status.replace(/^.*_/, '')).sort()).toEqual([
    'PENDING',
    'REVOKED',
  ]);
  await page.goto(`/invitations?q=${email}`);
  await expect(rows(page)).toHaveCount(1);
});

test('the export is the filter, and the audit says who took it', async ({ page, desk }) => {
  const email = guest('exported');
  await signInAs(page, 'Maya Chen');
  await desk.invite(email);
  await page.goto(`/invitations?q=${email}`);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await (await coming).createReadStream();
  let csv = '';
  for await (const chunk of file) csv += chunk;
  expect(csv.trim().split('\r\n')).toHaveLength(2);
  expect(csv).toContain(email);

  await page.context().clearCookies();
  await signInAs(page, 'Victor Lindqvist', '/audit');
  await expect(page.getByText('Maya Chen exported a list of invitations.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Verify the audit' }).click();
  await expect(page.getByText(/^All \d+ entries are what was written\.$/)).toBeVisible();
});

test('nobody known: look up offers to invite, with the address filled in', async ({ page, desk }) => {
  const email = guest('stranger');
  await signInAs(page, 'Maya Chen', '/invite');
  await desk.alive();
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('/');
  await expect(page).toHaveURL('/lookup');
  await page.getByLabel('Email of the person').fill(`Stan Stranger <${email}>`);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Invite this person' }).click();
  await expect(desk.email).toHaveValue(email);
  await expect(desk.displayName).toHaveValue('Stan Stranger');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('search, tabs and filters are links and forms', async ({ page }) => {
    await signInAs(page, 'Maya Chen', '/invitations?q=nobody-of-this-name');
    await expect(page.getByText('No invitation fits.')).toBeVisible();
    await search(page).fill('still-nobody');
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page).toHaveURL('/invitations?q=still-nobody');
    await page.getByRole('link', { name: /^Pending/ }).click();
    await expect(page).toHaveURL('/invitations?tab=pending&q=still-nobody');
    await page.getByRole('link', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Invited by').selectOption('Created outside Usher');
    await page.getByRole('button', { name: 'Apply filters' }).click();
    await expect(page).toHaveURL(/tab=pending.*inviter=outside/);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing on the list', async ({ page }) => {
      await signInAs(page, 'Maya Chen', '/invitations');
      await synced(page);
      await axe(page, 'the list');
      await page.goto('/invitations?filters=open&q=a&inviter=outside');
      await axe(page, 'filters');
      await page.goto('/invitations?tab=attention');
      await axe(page, 'an empty tab');
    });

    test('axe finds nothing on one invitation and the look-up', async ({ page }) => {
      await signInAs(page, 'Maya Chen', '/invitations');
      await synced(page);
      await page.goto('/invitations?tab=pending');
      await rows(page).first().click();
      await page.locator('main summary').nth(0).click();
      await page.locator('main summary').nth(1).click();
      await axe(page, 'one invitation with its panels open');
      await page.goto('/lookup?email=maya.chen@acme.example');
      await axe(page, 'look up');
      await page.goto('/lookup?email=nonsense');
      await axe(page, 'look up of no address');
    });

    test('axe finds nothing on the audit', async ({ page }) => {
      await signInAs(page, 'Victor Lindqvist', '/audit');
      await page.locator('summary').first().click();
      await axe(page, 'the audit');
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('no page is wider than the screen', async ({ page }) => {
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await signInAs(page, 'Maya Chen', '/invitations');
    await synced(page);
    expect(await overflow()).toBe(0);
    await rows(page).first().tap();
    await expect(page.getByRole('heading', { name: 'What can be done' })).toBeVisible();
    expect(await overflow()).toBe(0);
    for (const path of ['/lookup?email=maya.chen@acme.example', '/invitations?filters=open']) {
      await page.goto(path);
      expect(await overflow()).toBe(0);
    }
  });
});
