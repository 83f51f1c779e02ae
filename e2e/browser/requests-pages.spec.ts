import { axe } from './support/axe';
import { Desk } from './support/desk';
import { askFor, openGuest, openRequest, said } from './support/people';
import { expect, guest, signInAs, test } from './support/test';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages of requests, in the ${colorScheme} theme`, async ({ person }) => {
    const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
    for (const page of [ana, maya]) await page.emulateMedia({ colorScheme });
    await ana.goto('/request');
    await axe(ana, 'the form');
    await ana.getByRole('button', { name: 'Ask for access' }).click();
    await expect(ana.getByLabel('Their email')).toBeFocused();
    await axe(ana, 'the form with errors');
    await askFor(ana, { email: guest('axe'), name: `Ax ${colorScheme}`, roles: ['Contractor'] });
    await axe(ana, 'asked');
    await openRequest(maya, `Ax ${colorScheme}`);
    for (const title of ['Approve with changes', 'Deny', 'Ask back']) {
      await maya.locator('summary', { hasText: title }).click();
    }
    await axe(maya, 'a request');
    await maya.getByLabel('Question').fill('Why?');
    await maya.getByRole('button', { name: 'Ask Ana Ruiz' }).click();
    await expect(said(maya)).toContainText('Asked.');
    await axe(maya, 'after a decision');
    await maya.setViewportSize({ width: 390, height: 844 });
    await maya.goto('/requests');
    await axe(maya, 'the queue on a phone');
    await maya.goto('/requests?tab=decided');
    await axe(maya, 'what is decided');
    await maya.goto('/settings/sponsors');
    await axe(maya, 'sponsors');
    await openGuest(ana, `Ax ${colorScheme}`);
    await axe(ana, 'my guests');
    await ana.getByRole('link', { name: 'Change the request' }).first().click();
    await expect(ana.getByRole('heading', { name: 'Change a request' })).toBeVisible();
    await axe(ana, 'the change of a request');
  });
}

test('the guests of a sponsor who has left are handed to another, in one go', async ({ person, sandbox }) => {
  const [maya, victor] = await Promise.all([person('Maya Chen'), person('Victor Lindqvist')]);
  await victor.goto('/settings/sponsors');
  await expect(victor).toHaveURL('/no-access');
  const leaver = 'Sam Okafor';
  const desk = new Desk(maya);
  await maya.goto('/invite');
  const email = guest('left');
  await desk.fill(email);
  await desk.sponsor.fill(leaver);
  await desk.offered.filter({ hasText: leaver }).click();
  await desk.send.click();
  await expect(desk.receipt).toBeVisible();
  const { sponsorUserId = '' } = (await sandbox.truth(email))[0] ?? {};
  await sandbox.userStatus(sponsorUserId, 'DISABLED');
  try {
    await maya.goto('/invitations');
    await maya.getByRole('button', { name: 'Sync now' }).click();
    const flagged = async () => {
      await maya.goto('/settings/sponsors');
      return maya.getByRole('heading', { name: leaver }).count();
    };
    await expect.poll(flagged, { timeout: 20_000 }).toBe(1);
    const item = maya.getByRole('listitem').filter({ has: maya.getByRole('heading', { name: leaver }) });
    await expect(item.getByText(/guests? · the account is disabled in ConductorOne/)).toBeVisible();
    await item.getByLabel('Hand them to').fill('ana ruiz');
    await desk.offered.filter({ hasText: 'Ana Ruiz' }).click();
    await item.getByRole('button', { name: new RegExp(`^Hand \\d+ guests? of ${leaver} to Ana Ruiz$`) }).click();
    await expect(said(maya)).toContainText('Handed over: ');
    await expect(maya.getByRole('heading', { name: leaver })).toHaveCount(0);
    // And they are Ana's now.
    const ana = await person('Ana Ruiz');
    await expect((await openGuest(ana, email)).getByRole('group').first()).toBeVisible();
  } finally {
    await sandbox.userStatus(sponsorUserId, 'ENABLED');
  }
});

test.describe('with scripts switched off', () => {
  test.use({ javaScriptEnabled: false });

  test('one asks, is told what is wrong, keeps what was typed, and sees it among one’s guests', async ({ page }) => {
    const email = guest('plain');
    await signInAs(page, 'Ana Ruiz', '/request');
    await page.getByLabel('Their email').fill('not an address');
    await page.getByLabel('Their name').fill('Pia Plain');
    await page.getByRole('checkbox', { name: 'Contractor', exact: true }).check();
    await page.getByLabel('Why do they need it?').fill('Without any script');
    await page.getByRole('button', { name: 'Ask for access' }).click();
    await expect(page.getByText('An address has no spaces. Enter one address only.')).toBeVisible();
    await expect(page.getByLabel('Their email')).toHaveValue('not an address');
    await expect(page.getByRole('checkbox', { name: 'Contractor', exact: true })).toBeChecked();
    await expect(page.getByLabel('Why do they need it?')).toHaveValue('Without any script');
    await page.getByLabel('Their email').fill(email);
    await page.getByRole('button', { name: 'Ask for access' }).click();
    await expect(page.getByRole('heading', { name: 'Asked.' })).toBeVisible();

    const mine = await openGuest(page, 'Pia Plain');
    await mine.getByRole('button', { name: 'Withdraw the request' }).click();
    await expect(page.getByRole('region', { name: /^Never accepted/ }).getByText(email)).toBeVisible();
  });
});
