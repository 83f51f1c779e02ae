import type { Locator, Page } from '@playwright/test';
import type { Desk } from './support/desk';
import { expect, guest, signInAs, test } from './support/test';

/** Faults on the create itself, refused by the tenant in its own form: nothing was changed. */
const REFUSED = [
  { fault: { status: 400 }, what: 'ConductorOne did not accept the invitation.' },
  { fault: { status: 401, times: 2 }, what: 'ConductorOne does not accept Usher’s credential.' },
  { fault: { status: 403 }, what: 'ConductorOne does not let Usher do this.' },
  { fault: { status: 404 }, what: 'ConductorOne does not know it.' },
];
for (const { fault, what } of REFUSED) {
  test(`refused with ${fault.status}: “${what}”, and the same form can be sent again`, async ({
    page,
    desk,
    sandbox,
    stack,
  }) => {
    const email = guest();
    await signInAs(page, 'Maya Chen');
    await desk.fill(email);
    await sandbox.fault({ kind: 'status', operations: ['create'], times: 1, ...fault });
    await desk.send.click();
    await expect(desk.alert).toContainText(what);
    await expect(desk.alert).toBeFocused();
    await expect(desk.email).toHaveValue(email);
    expect(await sandbox.truth(email)).toEqual([]);
    await expectInLog(await requestId(desk.alert), stack.log);

    await desk.send.click();
    await expect(desk.receipt).toBeVisible();
    expect(await sandbox.truth(email)).toHaveLength(1);
  });
}

/** The tenant cannot even be asked: no token is to be had. */
const UNASKED = [
  { fault: { kind: 'drop' }, what: 'ConductorOne cannot be reached.' },
  { fault: { kind: 'html', status: 502 }, what: 'ConductorOne cannot be reached.' },
  { fault: { kind: 'hang' }, what: 'ConductorOne took too long to answer.' },
  { fault: { kind: 'status', status: 401 }, what: 'ConductorOne does not accept Usher’s credential.' },
];
for (const { fault, what } of UNASKED) {
  test(`no token (${fault.kind}): “${what}”, and nothing was sent`, async ({ page, desk, sandbox, stack, watched }) => {
    // The form asks beforehand too, and hears the same.
    watched.expectError(/50\d.*\/api\/outlook/);
    const email = guest();
    await signInAs(page, 'Maya Chen');
    await desk.fill(email);
    await sandbox.fault({ operations: ['token'], ...fault });
    await sandbox.revokeTokens();
    await desk.send.click();
    await expect(desk.alert).toContainText(what);
    await expectInLog(await requestId(desk.alert), stack.log);
    expect(await sandbox.truth(email)).toEqual([]);

    await sandbox.clearFaults();
    await desk.send.click();
    await expect(desk.receipt).toBeVisible();
    expect(await sandbox.truth(email)).toHaveLength(1);
  });
}

/** The create left, and the answer is lost or worth nothing: it may have happened, and here it has. */
const LOST_BUT_COMMITTED = [
  { kind: 'commit-then-drop' },
  { kind: 'commit-then-status', status: 500 },
  { kind: 'commit-then-status', status: 502, body: 'html' },
  { kind: 'malformed' },
  { kind: 'empty' },
  { kind: 'null-invitation' },
  { kind: 'slow-body', ms: 4_000 },
  { kind: 'commit-late', afterMs: 50, connection: 'hang' },
];
for (const fault of LOST_BUT_COMMITTED) {
  test(`outcome unknown (${Object.values(fault).join(', ')}): “Check now” finds it, and nothing is sent twice`, async ({
    page,
    desk,
    sandbox,
    stack,
  }) => {
    const email = guest();
    await signInAs(page, 'Maya Chen');
    await desk.fill(email);
    await sandbox.fault({ operations: ['create'], times: 1, ...fault });
    await desk.send.click();
    await expect(desk.alert).toContainText('We do not know yet whether the invitation went out.');
    await expectInLog(await requestId(desk.alert), stack.log);
    // Sending again is not on offer while nobody knows.
    await expect(desk.send).toHaveAttribute('aria-disabled', 'true');
    await desk.send.click({ force: true });
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(desk.receipt.getByText('Pending', { exact: true }).first()).toBeVisible();
    expect(await sandbox.creates()).toHaveLength(1);
    expect(await sandbox.truth(email)).toHaveLength(1);
  });
}

test('told to slow down: it is recorded, goes out by itself, and once', async ({ page, desk, sandbox, stack }) => {
  const email = guest();
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await sandbox.fault({ kind: 'status', status: 429, retryAfter: 1, operations: ['create'], times: 1 });
  await desk.send.click();
  await expect(desk.alert).toContainText('The invitation is recorded and goes out by itself.');
  await expectInLog(await requestId(desk.alert), stack.log);
  await expect(desk.send).toHaveAttribute('aria-disabled', 'true');
  await checkUntilReceipt(page, desk);
  expect((await sandbox.creates()).map(({ status }) => status)).toEqual([429, 200]);
  expect(await sandbox.truth(email)).toHaveLength(1);
});

test('outcome unknown and never arrived: it is sent again only when two looks have proven that, and then once', async ({
  page,
  desk,
  sandbox,
}) => {
  const email = guest();
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await sandbox.fault({ kind: 'drop', operations: ['create'], times: 1 });
  await desk.send.click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(desk.alert).toContainText('Not there yet.');
  expect(await sandbox.creates()).toHaveLength(1);
  await checkUntilReceipt(page, desk);
  expect((await sandbox.creates()).map(({ committed }) => committed !== null)).toEqual([false, true]);
  expect(await sandbox.truth(email)).toHaveLength(1);
});

test('somebody who has an open invitation already is not invited twice; the open one is shown', async ({
  page,
  desk,
  sandbox,
}) => {
  const email = guest();
  await sandbox.inviteElsewhere({ email, displayName: 'Made Elsewhere' });
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await desk.send.click();
  await expect(desk.alert).toContainText('This person already has an open invitation.');
  await expect(desk.alert).toContainText('Made Elsewhere');
  expect(await sandbox.truth(email)).toHaveLength(1);
});

test('an invitation whose status Usher does not know is shown with the tenant’s own word', async ({
  page,
  desk,
  sandbox,
}) => {
  await signInAs(page, 'Maya Chen');
  await desk.fill(guest());
  await sandbox.settings({ unknownStatus: 'LOCAL_INVITATION_STATUS_QUARANTINED' });
  await desk.send.click();
  await expect(desk.receipt.getByText('Unknown status')).toBeVisible();
  await expect(desk.receipt.getByText(/QUARANTINED/).first()).toBeVisible();
  await sandbox.settings({ unknownStatus: null });
});

test('without a connection to Usher nothing is lost, and it says so', async ({
  page,
  desk,
  context,
  sandbox,
  watched,
}) => {
  const email = guest();
  await signInAs(page, 'Maya Chen');
  await desk.fill(email);
  await desk.role('Basic User').check();
  watched.expectError(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await desk.send.click();
  await expect(desk.alert).toContainText('You are offline.');
  expect(await sandbox.creates()).toEqual([]);
  await context.setOffline(false);
  await desk.send.click();
  await expect(desk.receipt).toBeVisible();
});

/** Asks again and again, as somebody impatient would, until the invitation is there. */
async function checkUntilReceipt(page: Page, desk: Desk): Promise<void> {
  const check = page.getByRole('button', { name: 'Check now' });
  await expect(async () => {
    if (await check.isVisible()) await check.click({ timeout: 1_000 });
    await expect(desk.receipt).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
}

async function requestId(alert: Locator): Promise<string> {
  return ((await alert.locator('code').first().textContent()) ?? '').trim();
}

/** One id from the person's screen to the record. */
async function expectInLog(id: string, log: () => string): Promise<void> {
  expect(id).toMatch(/^[\w-]{8,64}$/);
  await expect.poll(() => log().includes(`"requestId":"${id}"`)).toBe(true);
}
