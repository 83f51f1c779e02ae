import type { Locator, Page } from '@playwright/test';
import { expect, guest, test } from './support/test';

/** Goes on with Tab until `target` has the focus; fails when it never comes, which is what a person would do too. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The focus never came to ${target}.`);
}

test('the whole path by keyboard alone', async ({ page, desk, sandbox }) => {
  const email = guest('keys');
  await page.goto('/invite');
  await tabTo(page, page.getByRole('button', { name: 'Sign in with your organisation' }));
  await page.keyboard.press('Enter');
  const person = page.getByRole('button', { name: 'Sign in as Maya Chen' });
  await person.waitFor();
  await tabTo(page, person);
  await page.keyboard.press('Enter');
  await desk.alive();

  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await tabTo(page, desk.email);
  await page.keyboard.type(email);
  await tabTo(page, desk.displayName);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Kay Keys');
  await tabTo(page, desk.directory);
  await page.keyboard.type('Contr');
  await tabTo(page, desk.role('Contractor'));
  await page.keyboard.press('Space');
  await tabTo(page, desk.sponsor);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('ana ruiz');
  await expect(page.getByRole('option', { name: /Ana Ruiz/ })).toBeVisible();
  // Enter chooses and does not send.
  await page.keyboard.press('Enter');
  await expect(desk.sponsor).toHaveValue('Ana Ruiz');
  expect(await sandbox.creates()).toEqual([]);
  await tabTo(page, desk.purpose);
  await page.keyboard.type('By keyboard');
  await tabTo(page, desk.send);
  await page.keyboard.press('Enter');

  await expect(desk.receipt.getByRole('heading', { name: 'Invited Kay Keys' })).toBeFocused();
  await expect(desk.receipt.getByText('Contractors')).toBeVisible();
  await expect(desk.receipt.getByText('Ana Ruiz').first()).toBeVisible();
  // The exact instant is within reach without a pointer, and goes away with Escape.
  await tabTo(page, desk.receipt.locator('time').first());
  await expect(page.getByRole('tooltip')).toContainText(/\d{4}-\d\d-\d\dT/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);

  await tabTo(page, page.getByRole('button', { name: 'Invite another' }));
  await page.keyboard.press('Enter');
  await expect(desk.email).toBeFocused();
  expect(await sandbox.creates()).toHaveLength(1);
});
