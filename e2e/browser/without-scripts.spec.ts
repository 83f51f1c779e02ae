import type { Page } from '@playwright/test';
import { expect, guest, signInAs, test } from './support/test';

/** Holds back the app's scripts: the page is there and usable, but nothing has come to life yet. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    // The page may have gone on without the script by now.
    await route.continue().catch(() => {});
  });
  return async () => release();
}

test('a form sent before the page has come to life is sent once and not lost', async ({ page, desk, sandbox }) => {
  const email = guest('early');
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  const release = await holdScripts(page);
  await page.goto('/invite', { waitUntil: 'commit' });
  await desk.email.fill(email);
  await desk.displayName.fill('Early Bird');
  await desk.purpose.fill('Typed before the scripts came');
  await desk.send.click();
  await expect(desk.receipt.getByRole('heading', { name: 'Invited Early Bird' })).toBeVisible();
  await release();
  expect(await sandbox.creates()).toHaveLength(1);
  // And it comes to life afterwards: the status is looked after.
  await expect(desk.receipt.getByText(/^checked /)).toBeVisible();
});

test('a double click before the page has come to life makes one invitation too', async ({ page, desk, sandbox }) => {
  const email = guest('twice');
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  const release = await holdScripts(page);
  await page.goto('/invite', { waitUntil: 'commit' });
  await desk.email.fill(email);
  await desk.displayName.fill('Twice Clicked');
  await desk.purpose.fill('Audit of the freight contracts');
  await sandbox.settings({ latencyMs: 150 });
  await desk.send.dblclick();
  await expect(desk.receipt.getByRole('heading', { name: 'Invited Twice Clicked' })).toBeVisible();
  await release();
  expect(await sandbox.creates()).toHaveLength(1);
  expect(await sandbox.truth(email)).toHaveLength(1);
});

test('what was typed before the page has come to life stays when it does', async ({ page, desk }) => {
  const email = guest('typed');
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  const release = await holdScripts(page);
  await page.goto('/invite', { waitUntil: 'commit' });
  await desk.email.fill(`Terry Early <${email}>`);
  await desk.purpose.fill('Typed early');
  await desk.role('Contractor').check();
  await release();
  await expect(page.getByText(`ConductorOne mails a link to ${email} at once.`)).toBeVisible();
  await expect(desk.email).toHaveValue(email);
  await expect(desk.displayName).toHaveValue('Terry Early');
  await expect(desk.purpose).toHaveValue('Typed early');
  await expect(desk.role('Contractor')).toBeChecked();
});

test.describe('with scripts switched off', () => {
  test.use({ javaScriptEnabled: false });

  test('one signs in, is told what is wrong, sends, and goes on to the next', async ({ page, desk, sandbox }) => {
    const email = guest('plain');
    await signInAs(page, 'Maya Chen');
    await desk.email.fill('not an address');
    await desk.displayName.fill('Pat Plain');
    await desk.purpose.fill('Without any script');
    await desk.send.click();
    await expect(page.getByText('An address has no spaces. Enter one address only.')).toBeVisible();
    await expect(desk.email).toHaveValue('not an address');
    await expect(desk.purpose).toHaveValue('Without any script');

    await desk.email.fill(email);
    await desk.role('Basic User').check();
    await desk.send.click();
    await expect(desk.receipt.getByRole('heading', { name: 'Invited Pat Plain' })).toBeVisible();
    await expect(desk.receipt.getByText('Pending', { exact: true }).first()).toBeVisible();
    expect(await sandbox.truth(email)).toHaveLength(1);

    await page.getByRole('button', { name: 'Invite another' }).click();
    await expect(desk.email).toHaveValue('');
    await expect(desk.role('Basic User')).toBeChecked();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('You are signed out')).toBeVisible();
  });
});
