import { endHold } from './support/ledger';
import { putInForce } from './support/policy';
import { expect, guest, signInAs, test } from './support/test';

/** The schedule looks at what is held when its time comes near, and every ten seconds otherwise. */
const SCHEDULE = { timeout: 30_000 };

test.afterEach(({ stack }) => putInForce(stack.env.DATABASE_URL ?? ''));

test('the policy’s editor gives time to undo, and the receipt says how much and takes it back', async ({
  page,
  person,
  desk,
  sandbox,
}) => {
  const admin = await person('Omar Haddad', '/settings/policy');
  await admin.getByLabel('Minutes before it leaves').fill('1');
  await admin.getByRole('button', { name: /^Save/ }).click();
  await expect(admin.getByText('How long what is to be sent can be undone changed')).toBeVisible();

  const email = guest('undone');
  await signInAs(page, 'Maya Chen');
  const receipt = page.getByRole('region', { name: /invitation will be sent at \d\d:\d\d/ });
  await desk.fill(email);
  await desk.send.click();
  await expect(receipt.getByRole('heading')).toBeFocused();
  await expect(
    receipt.getByText(/^Nothing has gone out to Gwen yet\. You can undo it for another [01]:\d\d\.$/),
  ).toBeVisible();
  const left = () => receipt.getByText(/^[01]:\d\d$/).textContent();
  const before = await left();
  await expect.poll(left).not.toBe(before);

  await receipt.getByRole('button', { name: 'Undo' }).click();
  const over = page.getByRole('status').filter({ hasText: 'Called off.' });
  await expect(over).toContainText('Nothing was sent to Gwen, and nothing will be.');
  await expect(over).toBeFocused();
  await over.getByRole('link', { name: 'Invite another' }).click();
  await expect(desk.email).toBeFocused();
  expect(await sandbox.truth(email)).toEqual([]);
  expect(await sandbox.creates()).toEqual([]);

  await page.goto(`/invitations?q=${email}`);
  await page.getByRole('link', { name: desk.name }).click();
  await expect(page.getByText('It was called off before it was sent.')).toBeVisible();
  await expect(page.getByText(/called off .* invitation before it was sent/)).toBeVisible();
});

test('what nobody undoes is sent when its time has come, and the receipt follows', async ({
  page,
  desk,
  sandbox,
  stack,
}) => {
  await putInForce(stack.env.DATABASE_URL ?? '', { holdMinutes: 1 });
  const email = guest('held');
  await page.clock.install();
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await desk.send.click();
  const receipt = page.getByRole('region', { name: /invitation will be sent at/ });
  await expect(receipt).toBeVisible();
  expect(await sandbox.truth(email)).toEqual([]);
  await endHold(stack.env.DATABASE_URL ?? '', email);
  await expect.poll(async () => (await sandbox.truth(email)).length, SCHEDULE).toBe(1);
  // The same minute on the reader’s clock.
  await page.clock.fastForward(61_000);
  await expect(receipt.getByText('Its time has come; this page shows it once it has left.')).toBeVisible();
  await page.clock.fastForward(2_000);
  await expect(desk.receipt).toBeVisible();
  expect(await sandbox.creates()).toHaveLength(1);
});

test('on its page, whoever sent it undoes it, and others are told whose it is', async ({
  page,
  person,
  desk,
  sandbox,
  stack,
}) => {
  await putInForce(stack.env.DATABASE_URL ?? '', { holdMinutes: 5 });
  const email = guest('late');
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await desk.send.click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.goto(`/invitations?q=${email}`);
  await page.getByRole('link', { name: desk.name }).click();
  await expect(page.getByText(/It will be sent at \d\d:\d\d, in [0-4]:\d\d\./)).toBeVisible();
  const undo = page.getByRole('button', { name: `Undo ${desk.name}’s invitation` });
  await expect(undo).toBeVisible();

  const priya = await person('Priya Nair', new URL(page.url()).pathname);
  await expect(priya.getByText('Only Maya Chen or an administrator can.')).toBeVisible();
  await expect(priya.getByRole('button', { name: /^Undo/ })).toHaveCount(0);

  await undo.click();
  await expect(page.getByText(`It was called off before it was sent. Nothing went out to ${desk.name}.`)).toBeVisible();
  expect(await sandbox.truth(email)).toEqual([]);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the receipt’s undo is a form, and says how it ended', async ({ page, desk, sandbox, stack }) => {
    await putInForce(stack.env.DATABASE_URL ?? '', { holdMinutes: 5 });
    const email = guest('plain');
    await signInAs(page, 'Maya Chen');
    await desk.email.fill(email);
    await desk.displayName.fill(desk.name);
    await desk.purpose.fill('Audit of the freight contracts');
    await desk.send.click();
    await expect(page.getByRole('heading', { name: /invitation will be sent at \d\d:\d\d UTC/ })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('Called off.')).toBeVisible();
    await page.getByRole('link', { name: 'Invite another' }).click();
    await expect(desk.email).toBeVisible();
    expect(await sandbox.truth(email)).toEqual([]);
  });

  test('what has left meanwhile is not undone, and that is said in words', async ({ page, desk, sandbox, stack }) => {
    await putInForce(stack.env.DATABASE_URL ?? '', { holdMinutes: 5 });
    const email = guest('late');
    await signInAs(page, 'Maya Chen');
    await desk.email.fill(email);
    await desk.displayName.fill(desk.name);
    await desk.purpose.fill('Audit of the freight contracts');
    await desk.send.click();
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    await page.goto(`/invitations?q=${email}`);
    await page.getByRole('link', { name: desk.name }).click();
    const undo = page.getByRole('button', { name: `Undo ${desk.name}’s invitation` });
    await expect(undo).toBeVisible();
    await endHold(stack.env.DATABASE_URL ?? '', email);
    await expect.poll(async () => (await sandbox.truth(email)).length, SCHEDULE).toBe(1);
    await undo.click();
    await expect(page.getByRole('alert')).toContainText('It cannot be undone any more.');
    await expect(page.locator('summary', { hasText: `Revoke ${desk.name}’s invitation` })).toBeVisible();
  });
});
