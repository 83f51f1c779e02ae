import { axe } from './support/axe';
import { expect, guest, signInAs, test } from './support/test';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing on the pages before and beside the desk', async ({ page, watched }) => {
      await page.goto('/sign-in');
      await axe(page, 'sign-in');
      await page.goto('/sign-in?error=OAuthCallback');
      await axe(page, 'sign-in with an error');
      await page.goto('/sign-in?state=signed-out');
      await axe(page, 'signed out');
      watched.expectError(/404/);
      await page.goto('/there-is-no-such-page');
      await axe(page, 'not found');
      await signInAs(page, 'Noor Jansen');
      await expect(page).toHaveURL('/no-access');
      await axe(page, 'no access');
    });

    test('axe finds nothing on the form, in any of its states', async ({ page, desk, sandbox }) => {
      await signInAs(page, 'Omar Haddad');
      await desk.alive();
      await axe(page, 'empty form');
      await page.getByText('More: ticket, job, onboarding flow').click();
      await desk.sponsor.fill('ma');
      await expect(desk.offered.first()).toBeVisible();
      await axe(page, 'form with the list of sponsors open');
      await page.keyboard.press('Escape');
      await desk.sponsor.fill('');
      await page.keyboard.press('Escape');
      await desk.send.click();
      await expect(desk.email).toBeFocused();
      await axe(page, 'form with errors');

      await desk.fill(guest());
      await sandbox.fault({ kind: 'status', status: 403, operations: ['create'], times: 1 });
      await desk.send.click();
      await expect(desk.alert).toContainText('ConductorOne does not let Usher do this.');
      await axe(page, 'a failure');
      await sandbox.fault({ kind: 'drop', operations: ['create'], times: 1 });
      await desk.send.click();
      await page.getByRole('button', { name: 'Check now' }).click();
      await expect(desk.alert).toContainText('Not there yet.');
      await axe(page, 'an unknown outcome');
    });

    test('axe finds nothing on the receipt, pending and accepted', async ({ page, desk, sandbox }) => {
      const email = guest();
      await signInAs(page, 'Maya Chen');
      await desk.invite(email);
      await axe(page, 'receipt');
      await desk.receipt.locator('time').first().focus();
      await axe(page, 'receipt with an exact instant');
      await page.request.post(await sandbox.link(email));
      await expect(desk.receipt.getByText('Accepted', { exact: true }).first()).toBeVisible({ timeout: 15_000 });
      await axe(page, 'receipt, accepted');
    });
  });
}

test('the outcome is announced, and the page has one heading of the first rank on every page', async ({
  page,
  desk,
}) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await signInAs(page, 'Maya Chen');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle('Invite · Usher');
  await desk.invite(guest());
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page.locator('[role=status]').first()).toBeAttached();
});

test('who prefers reduced motion sees nothing move', async ({ page, desk }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signInAs(page, 'Maya Chen');
  await expect(desk.email).toBeVisible();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .map((element) => ({ element, style: getComputedStyle(element) }))
      .filter(({ style }) =>
        [style.transitionDuration, style.animationDuration].some((list) =>
          list.split(',').some((each) => Number.parseFloat(each) > 0.01),
        ),
      )
      .map(({ element }) => element.outerHTML.slice(0, 100)),
  );
  expect(moving).toEqual([]);
});
