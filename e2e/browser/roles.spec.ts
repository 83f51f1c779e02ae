import { expect, signInAs, test } from './support/test';

test('somebody without a role is told what is and whom to ask, and sees no form', async ({ page, desk }) => {
  await signInAs(page, 'Noor Jansen');
  await expect(page).toHaveURL('/no-access');
  await expect(page.getByText(/You have no role in Usher/)).toBeVisible();
  await expect(page.getByText('it-help@acme.example')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await page.goto('/invite');
  await expect(page).toHaveURL('/no-access');
  await expect(desk.email).toHaveCount(0);
});

test('a sponsor starts at their guests, has two rooms and the settings, and no invitation form', async ({
  page,
  desk,
}) => {
  await signInAs(page, 'Ana Ruiz', '/');
  await expect(page).toHaveURL('/my-guests');
  const rooms = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await expect(rooms).toHaveText(['Request access', 'My guests', 'Settings']);
  await page.goto('/invite');
  await expect(page).toHaveURL('/no-access');
  await expect(page.getByRole('link', { name: 'Go to My guests' })).toBeVisible();
  await expect(desk.email).toHaveCount(0);
});

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

test('an auditor reads invitations and the audit, and is offered nothing that changes anything', async ({ page }) => {
  await signInAs(page, 'Victor Lindqvist', '/');
  await expect(page).toHaveURL('/invitations');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link')).toHaveText([
    /^Invitations/,
    'Imports',
    'Look up',
    'Audit',
    'Settings',
  ]);
  await expect(page.getByRole('button', { name: 'Sync now' })).toHaveCount(0);
  await page.locator('a[data-row]').first().click();
  await expect(page.getByText('Your role in Usher lets you look at invitations, not change them.')).toBeVisible();
  await page.goto('/invite');
  await expect(page).toHaveURL('/no-access');
  await expect(page.getByRole('link', { name: 'Go to Invitations' })).toBeVisible();
});
