import { expect, guest, signInAs, test } from './support/test';

test('somebody chooses their mails; one arrives, and its link opens the page after the sign-in', async ({
  page,
  desk,
  sandbox,
  browser,
}) => {
  await signInAs(page, 'Maya Chen', '/settings/notifications');
  await expect(page.getByText('Mail goes to maya.chen@acme.example.')).toBeVisible();
  const accepted = page.getByRole('checkbox', { name: 'A guest accepted' });
  const lapsing = page.getByRole('checkbox', { name: 'Invitations are about to lapse' });
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await expect(accepted).toBeChecked();
  await accepted.uncheck();
  await lapsing.uncheck();
  await save.click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(accepted).not.toBeChecked();
  await page.reload();
  await expect(accepted).not.toBeChecked();
  await accepted.check();
  await save.click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(accepted).toBeChecked();
  await expect(lapsing).not.toBeChecked();

  const email = guest('accepts');
  await page.goto('/invite');
  await desk.invite(email);
  const [truth] = await sandbox.truth(email);
  await sandbox.accept(truth?.id ?? '');
  await page.goto('/invitations');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect
    .poll(async () => (await sandbox.mailTo('maya.chen@acme.example')).map(({ subject }) => subject), {
      timeout: 30_000,
    })
    .toContain(`${desk.name} has accepted`);
  const mail = (await sandbox.mailTo('maya.chen@acme.example')).find(({ text }) => text.includes(email));
  const link = /^http\S+$/mu.exec(mail?.text ?? '')?.[0] ?? '';

  const elsewhere = await (await browser.newContext()).newPage();
  await signInAs(elsewhere, 'Maya Chen', link);
  await expect(elsewhere.getByRole('heading', { level: 1, name: desk.name })).toBeVisible();
  expect(elsewhere.url()).toBe(link);
  await elsewhere.context().close();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a choice is kept, and says so', async ({ page }) => {
    await signInAs(page, 'Ana Ruiz', '/settings/notifications');
    const named = page.getByRole('checkbox', { name: 'I was named as a sponsor' });
    await named.uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(named).not.toBeChecked();
  });
});

test('whoever only reads the audit is offered the mails of a sponsor and none about requests', async ({ page }) => {
  await signInAs(page, 'Victor Lindqvist', '/settings/notifications');
  await expect(page.getByRole('checkbox')).toHaveCount(3);
  await expect(page.getByRole('checkbox', { name: /request/ })).toHaveCount(0);
});
