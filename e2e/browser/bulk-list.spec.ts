import type { Page } from '@playwright/test';
import type { SandboxControl } from './support/sandbox';
import { expect, guest, signInAs, test } from './support/test';

const rows = (page: Page) => page.locator('a[data-row]');
const checks = (page: Page) => page.getByRole('list', { name: 'Invitations' }).getByRole('checkbox');
const said = (page: Page) => page.getByRole('status').filter({ hasText: /selected/ });
const dialog = (page: Page) => page.getByRole('dialog');

/** So many open invitations that one search finds, on pages of fifty. */
async function listOf(page: Page, sandbox: SandboxControl, count: number): Promise<string[]> {
  const tag = guest('bulk').split('@')[0] ?? '';
  const emails = Array.from({ length: count }, (_, at) => `${tag}.${at}@northwind.example`);
  await Promise.all(emails.map((email) => sandbox.inviteElsewhere({ email, displayName: email })));
  await signInAs(page, 'Maya Chen', '/invitations');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(async () => {
    await page.goto(`/invitations?q=${tag}`);
    await expect(rows(page)).toHaveCount(Math.min(count, 50), { timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole('checkbox', { name: 'Select all on this page' })).toBeVisible();
  return emails;
}

test('all that match are chosen by the filter, planned, and revoked once their number is typed', async ({
  page,
  sandbox,
}) => {
  const emails = await listOf(page, sandbox, 53);
  const whole = page.getByRole('button', { name: 'Select all 53 that match' });
  await checks(page).first().check();
  await expect(whole).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(said(page)).toHaveText('50 selected');
  await whole.click();
  await expect(said(page)).toHaveText('All 53 that match selected');
  // Whoever takes one out has a page of them again.
  await checks(page).nth(3).uncheck();
  await expect(said(page)).toHaveText('49 selected');
  await checks(page).nth(3).check();
  await whole.click();

  await page.getByRole('button', { name: 'Revoke…' }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Revoke all 53 that match' })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Look at the plan' }).click();
  await expect(dialog(page).getByLabel('Reason')).toBeFocused();
  await dialog(page).getByLabel('Reason').fill('The fair is over');
  await dialog(page).getByRole('button', { name: 'Look at the plan' }).click();
  await expect(page).toHaveURL(/\/imports\/[\da-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1, name: '53 invitations to revoke' })).toBeVisible();
  const open = async () => {
    const truths = (await Promise.all(emails.map((email) => sandbox.truth(email)))).flat();
    expect(truths).toHaveLength(53);
    return truths.filter(({ status }) => status.endsWith('PENDING')).length;
  };
  await expect(page.getByText('53 ready')).toBeVisible();
  await expect(page.getByText('The fair is over')).toBeVisible();
  expect(await open()).toBe(53);

  const confirm = page.getByRole('button', { name: 'Revoke 53' });
  await page.getByLabel('Type 53 to confirm').fill('50');
  await expect(confirm).toBeDisabled();
  await page.getByLabel('Type 53 to confirm').fill('53');
  await confirm.click();
  await expect.poll(open, { timeout: 60_000 }).toBe(0);
});

test('a few that are selected are sent again the same way; leaving the question changes nothing', async ({
  page,
  sandbox,
}) => {
  const emails = await listOf(page, sandbox, 3);
  await checks(page).nth(0).check();
  await checks(page).nth(2).check();
  await expect(page.getByRole('button', { name: /that match$/ })).toHaveCount(0);
  const again = page.getByRole('button', { name: 'Send again…' });
  await again.click();
  await expect(dialog(page).getByRole('heading', { name: 'Send again 2 invitations' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(again).toBeFocused();
  await expect(said(page)).toHaveText('2 selected');
  await again.click();
  await dialog(page).getByLabel('Reason').fill('The first mails were lost');
  await dialog(page).getByRole('button', { name: 'Look at the plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '2 invitations to send again' })).toBeVisible();
  await expect(page.getByText('2 ready')).toBeVisible();
  await page.getByRole('button', { name: 'Send 2 again' }).click();
  const of = async (email: string) =>
    (await sandbox.truth(email)).map(({ status }) => status.replace(/^.*_/, '')).sort();
  await expect
    .poll(async () => (await Promise.all(emails.map(of))).map((states) => states.join(' ')).sort(), { timeout: 60_000 })
    .toEqual(['PENDING', 'PENDING REVOKED', 'PENDING REVOKED']);
});

test('an auditor looks and exports, and is offered nothing that changes', async ({ page, sandbox, person }) => {
  await listOf(page, sandbox, 51);
  const victor = await person('Victor Lindqvist', new URL(page.url()).pathname + new URL(page.url()).search);
  await victor.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(victor.getByRole('button', { name: 'Export selected' })).toBeVisible();
  await expect(victor.getByRole('button', { name: /Revoke|Send again|that match/ })).toHaveCount(0);
});
