import { expect, signInAs, test } from './support/test';

for (const { name, words } of [
  { name: 'Ana Ruiz', words: /Sponsors will be able to request access/ },
  { name: 'Victor Lindqvist', words: /Auditors will be able to read invitations/ },
  { name: 'Noor Jansen', words: /You have no role in Usher/ },
]) {
  test(`${name} is told what is and whom to ask, and sees no form`, async ({ page, desk }) => {
    await signInAs(page, name);
    await expect(page).toHaveURL('/no-access');
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.getByText('it-help@acme.example')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await page.goto('/invite');
    await expect(page).toHaveURL('/no-access');
    await expect(desk.email).toHaveCount(0);
  });
}

test('an administrator may hand out every role that a human can hold', async ({ page, desk }) => {
  await signInAs(page, 'Omar Haddad');
  await expect(desk.role('Super Administrator')).toBeVisible();
  await expect(desk.role('Connector Service')).toHaveCount(0);
});

test('a helpdesk agent is offered only what configuration lists', async ({ page, desk }) => {
  await signInAs(page, 'Maya Chen');
  await expect(desk.role('Basic User')).toBeVisible();
  await expect(desk.role('Super Administrator')).toHaveCount(0);
  await expect(desk.roles.getByRole('checkbox')).toHaveCount(4);
});

test('somebody without an account upstream is no sponsor until they choose one', async ({ page, desk }) => {
  await signInAs(page, 'Priya Nair');
  await expect(desk.sponsor).toHaveValue('');
  await expect(page.getByText(/You have no account of your own in ConductorOne/)).toBeVisible();
});
