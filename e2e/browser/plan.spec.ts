import type { Page } from '@playwright/test';
import { FIRST_POLICY } from '../../lib/invitations/rules/document';
import { axe } from './support/axe';
import { dropInvitations, invitationOf, putDraft, putInvitations } from './support/imports';
import { putInForce } from './support/policy';
import { expect, guest, signInAs, test } from './support/test';

test.afterEach(({ stack }) => putInForce(stack.env.DATABASE_URL ?? ''));

const one = () => ({ email: guest(), displayName: `Gale ${crypto.randomUUID().slice(0, 8)}` });
const several = (count: number) => Array.from({ length: count }, one);
const line = (page: Page, words: string) => page.locator('summary', { hasText: words });

/** Somebody whom Maya has invited by the form: the plan’s world. */
async function invited(page: Page, desk: { invite(email: string): Promise<void> }, databaseUrl: string) {
  const email = guest('invited');
  await signInAs(page, 'Maya Chen');
  await desk.invite(email);
  return { email, ...(await invitationOf(databaseUrl, email)) };
}

async function seePlan(page: Page, id: string): Promise<void> {
  await page.goto(`/imports/${id}`);
  await page.getByRole('button', { name: 'Look at the plan' }).click();
  await expect(page.getByRole('region', { name: 'What will happen' })).toBeVisible();
}

test('a plan says what will happen to each, is mended where it stands, and goes as it was shown', async ({
  page,
  desk,
  sandbox,
  stack,
}) => {
  const databaseUrl = stack.env.DATABASE_URL ?? '';
  await putInForce(databaseUrl, { domains: { ...FIRST_POLICY.domains, own: ['harbour-holding.example'] } });
  const { email, directoryId } = await invited(page, desk, databaseUrl);
  const [first, second] = [one(), one()];
  const name = crypto.randomUUID().slice(0, 8);
  const slips = ['zoe', 'yan'].map((who) => ({
    email: `${who}.${name}@harbuor-holding.example`,
    displayName: `${who} ${name}`,
  }));
  const rows = [
    first,
    second,
    { ...first, email: first.email.toUpperCase() },
    { email, displayName: 'Again' },
    ...slips,
  ];
  const sentBefore = (await sandbox.creates()).length;
  const id = await putDraft(databaseUrl, { directoryId, rows });
  await seePlan(page, id);
  await expect(page.getByRole('button', { name: 'Invite 2 · 4 left out' })).toBeVisible();
  await axe(page, 'a plan');

  await line(page, '1 twice in the list').click();
  await expect(page.getByText('The same as row 1.')).toBeVisible();
  await line(page, '1 invited already').click();
  await expect(page.getByText(/Invited by Maya Chen; the link dies in/)).toBeVisible();
  await line(page, '2 look like another address').click();
  const like = page.getByRole('list', { name: '2 look like another address' }).getByRole('listitem');
  await expect(like.first()).toContainText(
    'harbuor-holding.example looks like harbour-holding.example, your own domain.',
  );
  await axe(page, 'a plan with its rows');
  await like
    .first()
    .getByRole('button', { name: `Use zoe.${name}@harbour-holding.example` })
    .click();
  await expect(page.getByRole('button', { name: 'Invite 3 · 3 left out' })).toBeVisible();
  await page.getByLabel('Why are the addresses right?').fill('They own both domains');
  await page.getByRole('button', { name: 'Send it anyway', exact: true }).click();
  await expect(page.getByText('Goes because: “They own both domains”.')).toBeVisible();
  const go = page.getByRole('button', { name: 'Invite 4 · 2 left out' });
  await expect(go).toBeVisible();
  // Until here nothing has left.
  expect(await sandbox.creates()).toHaveLength(sentBefore);
  await go.click();
  await expect(page.getByRole('region', { name: 'What will happen' })).toHaveCount(0);
  await expect.poll(async () => (await sandbox.truth(second.email)).length).toBe(1);
});

test('what changed since it was shown is shown again, and only that', async ({ page, desk, stack, person }) => {
  const databaseUrl = stack.env.DATABASE_URL ?? '';
  const { directoryId } = await invited(page, desk, databaseUrl);
  const rows = several(3);
  const id = await putDraft(databaseUrl, { directoryId, rows });
  await seePlan(page, id);
  const omar = await person('Omar Haddad', '/invite');
  await omar.getByLabel('Email', { exact: true }).fill(rows[1]?.email ?? '');
  await omar.getByLabel('Display name', { exact: true }).fill(rows[1]?.displayName ?? '');
  await omar.getByLabel('Purpose', { exact: true }).fill('The harbour fair');
  await omar.getByRole('button', { name: /^Send invitation/ }).click();
  await expect(omar.getByRole('region', { name: /^Invited / })).toBeVisible();

  await page.getByRole('button', { name: 'Invite 3' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText(
    'The world has changed since this plan was made.',
  );
  const changed = page.getByRole('list', { name: 'Rows that changed' }).getByRole('listitem');
  await expect(changed).toHaveCount(1);
  await expect(changed).toContainText('Invited by Omar Haddad');
  await axe(page, 'a plan that changed');
  await page.getByRole('button', { name: 'Invite 2 · 1 left out' }).click();
  await expect(page.getByRole('region', { name: 'What will happen' })).toHaveCount(0);
});

test('a large one shows how far it is, and leads back to its rows', async ({ page, desk, stack }) => {
  const databaseUrl = stack.env.DATABASE_URL ?? '';
  const { directoryId } = await invited(page, desk, databaseUrl);
  const id = await putDraft(databaseUrl, { directoryId, rows: several(1_500) });
  await page.goto(`/imports/${id}`);
  await page.getByRole('button', { name: 'Look at the plan' }).click();
  await expect(page.getByRole('progressbar', { name: 'Looking at each row' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite 1,500' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Change rows' }).click();
  await expect(page.getByRole('button', { name: 'Look at the plan' })).toBeVisible();
});

test('more than ten are revoked only by whoever types how many; an auditor only looks', async ({
  page,
  desk,
  stack,
  person,
}) => {
  const databaseUrl = stack.env.DATABASE_URL ?? '';
  const { directoryId, id: targetId } = await invited(page, desk, databaseUrl);
  const others = await putInvitations(databaseUrl, directoryId, several(10));
  const rows = [targetId, ...others].map((target) => ({ ...one(), targetId: target }));
  const id = await putDraft(databaseUrl, { kind: 'revoke', directoryId, reason: 'The fair is off', rows });
  await seePlan(page, id);
  await expect(page.getByText('The fair is off')).toBeVisible();
  const revoke = page.getByRole('button', { name: 'Revoke 11' });
  await expect(revoke).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('Type 11 to confirm').fill('10');
  await expect(revoke).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('Type 11 to confirm').fill('11');
  await expect(revoke).not.toHaveAttribute('aria-disabled');
  await axe(page, 'a plan to revoke');
  const auditor = await person('Victor Lindqvist', `/imports/${id}`);
  await expect(line(auditor, '11 ready')).toBeVisible();
  await expect(auditor.getByRole('button', { name: /Revoke/ })).toHaveCount(0);
  await dropInvitations(databaseUrl, others);
});
