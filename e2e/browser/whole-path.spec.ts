import { expect, guest, signInAs, test } from './support/test';

test('a helpdesk agent invites somebody, and sees them accept', async ({ page, desk, sandbox, browser }) => {
  const email = guest('mia.jansen');
  await signInAs(page, 'Maya Chen');
  await expect(page).toHaveURL('/invite');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(desk.sponsor).toHaveValue('Maya Chen');

  await desk.alive();
  await desk.email.fill(email);
  await desk.displayName.fill('Mia Jansen');
  await desk.directory.selectOption('Acme Partners');
  await desk.role('Basic User').check();
  await desk.purpose.fill('Audit of the freight contracts');
  await expect(page.getByText(/The link works for 7 days/)).toBeVisible();
  await desk.send.click();

  await expect(desk.receipt).toBeVisible();
  await expect(desk.receipt.getByRole('heading', { name: 'Invited Mia Jansen' })).toBeFocused();
  for (const words of [
    'Pending',
    email,
    'Acme Partners',
    'Basic User',
    'Maya Chen',
    'Audit of the freight contracts',
  ]) {
    await expect(desk.receipt.getByText(words).first()).toBeVisible();
  }
  const [invitation] = await sandbox.truth(email);
  await expect(desk.receipt.getByText(invitation?.id ?? 'no invitation')).toBeVisible();

  const guestContext = await browser.newContext();
  const mailbox = await guestContext.newPage();
  await mailbox.goto(`${sandbox.url}/outbox`);
  await mailbox.getByText(email).locator('xpath=ancestor::li').getByRole('link').click();
  await mailbox.getByRole('link', { name: 'Open the invitation' }).click();
  await mailbox.getByRole('button', { name: 'Accept' }).click();
  await expect(mailbox.getByText('This invitation has been accepted').first()).toBeVisible();
  await guestContext.close();

  // By itself: nothing on the page is touched.
  await expect(desk.receipt.getByText('Accepted', { exact: true }).first()).toBeVisible({ timeout: 15_000 });
  await expect(desk.receipt.getByText(/Mia accepted .* and has an account now/).first()).toBeVisible();
  await expect(desk.receipt.getByText('Pending', { exact: true })).toHaveCount(0);
  expect(await sandbox.creates()).toHaveLength(1);
});

test('“Invite another” keeps what the next one shares, and nothing of the person', async ({ page, desk, sandbox }) => {
  await signInAs(page, 'Maya Chen');
  await desk.fill(guest());
  await desk.directory.selectOption('Contractors');
  await desk.role('Contractor').check();
  await desk.send.click();
  await page.getByRole('button', { name: 'Invite another' }).click();
  await expect(desk.email).toBeFocused();
  await expect(desk.email).toHaveValue('');
  await expect(desk.displayName).toHaveValue('');
  await expect(desk.purpose).toHaveValue('');
  await expect(desk.directory.locator('option:checked')).toHaveText('Contractors');
  await expect(desk.role('Contractor')).toBeChecked();
  await expect(desk.sponsor).toHaveValue('Maya Chen');

  const second = guest();
  await desk.invite(second);
  expect(await sandbox.creates()).toHaveLength(2);
  await page
    .getByRole('button', { name: /^Copy id/ })
    .first()
    .focus();
});

test('a double click makes one invitation', async ({ page, desk, sandbox }) => {
  const email = guest();
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await sandbox.settings({ latencyMs: 150 });
  await desk.send.dblclick();
  await expect(desk.receipt).toBeVisible();
  expect(await sandbox.creates()).toHaveLength(1);
  expect(await sandbox.truth(email)).toHaveLength(1);
});

test('Ctrl+Enter sends, and twice makes one invitation', async ({ page, desk, sandbox }) => {
  const email = guest();
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await sandbox.settings({ latencyMs: 150 });
  await desk.purpose.press('Control+Enter');
  await desk.purpose.press('Control+Enter');
  await expect(desk.receipt).toBeVisible();
  expect(await sandbox.creates()).toHaveLength(1);
  expect(await sandbox.truth(email)).toHaveLength(1);
});
