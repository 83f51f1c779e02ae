import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Desk } from './support/desk';
import type { SandboxControl } from './support/sandbox';
import { expect, guest, signInAs, test } from './support/test';

/**
 * Two invitations that could be the one sent from here: the answer to ours is lost, and before anybody looks, somebody makes
 * the same one in ConductorOne.
 */
async function twoCandidates(page: Page, desk: Desk, sandbox: SandboxControl, email: string): Promise<void> {
  await sandbox.settings({ duplicatePending: 'allow' });
  await sandbox.fault({ operations: ['create'], kind: 'commit-late', afterMs: 50, connection: 'hang', times: 1 });
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await desk.send.click();
  await expect.poll(async () => (await sandbox.truth(email)).length).toBe(1);
  const [ours] = await sandbox.truth(email);
  if (ours === undefined) throw new Error('gone again');
  const { displayName, purpose, sponsorUserId, directoryAppId } = ours;
  await sandbox.inviteElsewhere({ email, displayName, purpose, sponsorUserId, directoryAppId });
  // The page is told as soon as the request is given up; then Usher looks by itself, and stops at what it cannot tell apart.
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await expect(async () => {
    await page.goto(`/invitations?tab=attention&q=${email}`);
    await expect(page.locator('a[data-row]')).toContainText('Needs you', { timeout: 1_000 });
  }).toPass();
  await page.locator('a[data-row]').click();
  await expect(page.getByRole('group', { name: 'Which of these was sent from here?' })).toBeVisible();
}

test('what Usher cannot tell apart is put before a person, whose word settles it', async ({ page, desk, sandbox }) => {
  const email = guest('twofold');
  await twoCandidates(page, desk, sandbox, email);
  const choices = page.getByRole('group', { name: 'Which of these was sent from here?' }).getByRole('radio');
  await expect(choices).toHaveCount(3);
  await expect(page.getByText('Revoke it: Say first which invitation is ours.')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const [other, ours] = await sandbox.truth(email);
  await page.getByRole('radio', { name: new RegExp(ours?.id ?? '-') }).check();
  await page.getByRole('button', { name: 'Settle which is ours' }).click();
  await expect(page.locator('summary', { hasText: 'Revoke' })).toBeVisible();
  await expect(page.locator('dd').getByText(ours?.id ?? '-')).toBeVisible();
  await expect(page.getByText(/^Maya Chen said which invitation of .* is ours/)).toBeVisible();
  // Nothing was sent for it, and the other one stays what it is: somebody else's.
  expect(await sandbox.creates()).toHaveLength(1);
  expect((await sandbox.truth(email)).find(({ id }) => id === other?.id)?.status).toMatch(/PENDING$/);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('the question fits, and each answer is as high as a finger', async ({ page, desk, sandbox }) => {
    await twoCandidates(page, desk, sandbox, guest('twofold-phone'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
    for (const label of await page.locator('label', { has: page.getByRole('radio') }).all()) {
      expect((await label.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44);
    }
  });
});
