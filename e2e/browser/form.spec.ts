import { expect, guest, signInAs, test } from './support/test';

test('a link fills the form and never sends', async ({ page, desk, sandbox }) => {
  const query = new URLSearchParams({
    email: 'ada@northwind.example',
    name: 'Ada Lovelace',
    sponsor: 'ana.ruiz@acme.example',
    roles: 'Contractor,Basic User,Super Administrator',
    purpose: 'Audit of the engine',
    ticket: 'INC-1815',
  });
  await signInAs(page, 'Maya Chen', `/invite?${query}`);
  await expect(desk.email).toHaveValue('ada@northwind.example');
  await expect(desk.displayName).toHaveValue('Ada Lovelace');
  await expect(desk.sponsor).toHaveValue('Ana Ruiz');
  await expect(desk.role('Contractor')).toBeChecked();
  await expect(desk.role('Basic User')).toBeChecked();
  await expect(desk.purpose).toHaveValue('Audit of the engine');
  await expect(page.getByLabel('Ticket', { exact: true })).toHaveValue('INC-1815');
  await expect(page.getByText(/“Super Administrator” is not among those you may grant/)).toBeVisible();
  expect(await sandbox.creates()).toEqual([]);

  await desk.send.click();
  await expect(desk.receipt.getByText('Audit of the engine [INC-1815]')).toBeVisible();
  expect(await sandbox.creates()).toHaveLength(1);
});

test('a pasted mailbox fills both fields', async ({ page, desk, context, stack }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stack.appUrl });
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  await page.evaluate(() => navigator.clipboard.writeText('Ada Lovelace <ada@acme.example>'));
  await desk.email.focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(desk.email).toHaveValue('ada@acme.example');
  await expect(desk.displayName).toHaveValue('Ada Lovelace');
});

test('the name is guessed from the address until somebody types one', async ({ page, desk }) => {
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  await desk.email.fill('grace.hopper@northwind.example');
  await expect(desk.displayName).toHaveValue('Grace Hopper');
  await desk.displayName.fill('Amazing Grace');
  await desk.email.fill('grace.m.hopper@northwind.example');
  await expect(desk.displayName).toHaveValue('Amazing Grace');
});

test('errors stand beside their fields, the first has the focus, and what was typed stays', async ({
  page,
  desk,
  sandbox,
}) => {
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  await desk.email.fill('ada lovelace');
  await desk.displayName.fill('Ada');
  await desk.send.click();
  await expect(desk.email).toBeFocused();
  await expect(desk.email).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.email).toHaveAccessibleDescription('An address has no spaces. Enter one address only.');
  await expect(desk.purpose).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.email).toHaveValue('ada lovelace');
  await expect(desk.displayName).toHaveValue('Ada');
  expect(await sandbox.creates()).toEqual([]);

  const email = guest('ada');
  await desk.email.fill(email);
  await expect(desk.email).not.toHaveAttribute('aria-invalid');
  await desk.purpose.fill('Audit');
  await desk.send.click();
  await expect(desk.receipt).toBeVisible();
});

test('a draft survives a reload, and is gone once it was sent', async ({ page, desk }) => {
  const email = guest('draft');
  await signInAs(page, 'Maya Chen');
  await desk.fill(email, { purpose: 'Half a thought' });
  await desk.displayName.fill('Dee Draft');
  await desk.role('Event Staff').check();
  await desk.directory.selectOption('Event guests');
  await page.reload();
  await expect(desk.email).toHaveValue(email);
  await expect(desk.displayName).toHaveValue('Dee Draft');
  await expect(desk.purpose).toHaveValue('Half a thought');
  await expect(desk.role('Event Staff')).toBeChecked();
  await expect(desk.directory.locator('option:checked')).toHaveText('Event guests');
  await desk.send.click();
  await expect(desk.receipt).toBeVisible();

  await page.reload();
  await expect(desk.email).toHaveValue('');
  await expect(desk.purpose).toHaveValue('');
  // The directory of the last invitation is remembered on purpose.
  await expect(desk.directory.locator('option:checked')).toHaveText('Event guests');
});

test('a sponsor is found by typing; disabled people and service accounts are not offered', async ({
  page,
  desk,
  sandbox,
}) => {
  const email = guest();
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await desk.sponsor.fill('dana weiss');
  await expect(page.getByText('Nobody found for “dana weiss”.').first()).toBeVisible();
  await desk.sponsor.fill('svc-');
  await expect(page.getByText('Nobody found for “svc-”.').first()).toBeVisible();
  await desk.sponsor.fill('ana ru');
  await desk.offered.filter({ hasText: 'Ana Ruiz' }).click();
  await desk.send.click();
  await expect(desk.receipt.getByText('Ana Ruiz').first()).toBeVisible();
  const [invitation] = await sandbox.truth(email);
  expect(invitation?.sponsorUserId).not.toBe('');
});

test('a name typed for a sponsor and never chosen is not sent silently without one', async ({
  page,
  desk,
  sandbox,
}) => {
  await signInAs(page, 'Maya Chen');
  await desk.fill(guest());
  await desk.sponsor.fill('somebody else');
  await page.keyboard.press('Escape');
  await desk.send.click();
  await expect(desk.sponsor).toBeFocused();
  await expect(desk.sponsor).toHaveAccessibleDescription(/Choose a person from the list/);
  expect(await sandbox.creates()).toEqual([]);
});

test('an international address is sent in the form that mail servers read', async ({ page, desk, sandbox }) => {
  const local = `jürgen.${Date.now()}`;
  await signInAs(page, 'Maya Chen');
  await desk.fill(`${local}@bücher.example`);
  await desk.displayName.fill('Jürgen Groß');
  await desk.send.click();
  await expect(desk.receipt).toBeVisible();
  expect(await sandbox.truth(`${local}@xn--bcher-kva.example`)).toHaveLength(1);
});
