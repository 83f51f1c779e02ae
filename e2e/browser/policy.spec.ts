import type { Locator, Page } from '@playwright/test';
import { FIRST_POLICY, type Rule } from '../../lib/invitations/rules/document';
import { putInForce } from './support/policy';
import { expect, guest, signInAs, test } from './support/test';

/** How long the app may go by a policy that it remembers. */
const REMEMBERED = { timeout: 15_000 };

const outlookOf = (page: Page): Locator => page.getByRole('region', { name: 'What will happen' });

/** The policy may be remembered for a moment: types on until the panel says what it should. */
async function saysSoon(page: Page, email: Locator, words: string | RegExp): Promise<void> {
  await expect(async () => {
    await email.press('End');
    await email.pressSequentially('m');
    await email.press('Backspace');
    await expect(outlookOf(page).getByText(words)).toBeVisible({ timeout: 2_000 });
  }).toPass(REMEMBERED);
}

test.afterEach(({ stack }) => putInForce(stack.env.DATABASE_URL ?? ''));

const finance: Rule = {
  id: 'finance',
  name: 'Finance',
  when: { roles: ['Contractor'] },
  verdict: { answer: 'needs-approval', of: { people: ['ana.ruiz@acme.example'] } },
};

test('the policy’s word follows the roles, and names who has to approve', async ({ page, desk, sandbox, stack }) => {
  await putInForce(stack.env.DATABASE_URL ?? '', { rules: [finance, ...FIRST_POLICY.rules] });
  await signInAs(page, 'Maya Chen');
  await desk.fill(guest());
  const panel = outlookOf(page);
  await expect(panel.getByText('Allowed for Helpdesk.')).toBeVisible();
  await desk.role('Contractor').check();
  await saysSoon(page, desk.email, /Needs the approval of .* because of the role Contractor \(rule “Finance”\)\./);
  // What cannot be sent can be asked for, and the button says so beforehand.
  await expect(page.getByRole('button', { name: /^Ask for approval/ })).toBeVisible();
  await expect(desk.send).toHaveCount(0);
  await desk.role('Contractor').uncheck();
  await expect(panel.getByText('Allowed for Helpdesk.')).toBeVisible();
  expect(await sandbox.creates()).toEqual([]);
  await desk.send.click();
  await expect(desk.receipt).toBeVisible();
});

test('a refused domain is said before anything is sent, and beside the field when it is', async ({
  page,
  desk,
  sandbox,
  stack,
}) => {
  await putInForce(stack.env.DATABASE_URL ?? '', {
    domains: { ...FIRST_POLICY.domains, denied: ['mailinator.example'] },
  });
  const words = 'The domain mailinator.example is on your organisation’s list of refused domains.';
  await signInAs(page, 'Maya Chen');
  await desk.fill('ada@mailinator.example');
  await saysSoon(page, desk.email, words);
  await desk.send.click();
  await expect(desk.email).toBeFocused();
  await expect(desk.email).toHaveAccessibleDescription(words);
  expect(await sandbox.creates()).toEqual([]);
});

test.describe('an address that looks like another', () => {
  test.beforeEach(({ stack }) =>
    putInForce(stack.env.DATABASE_URL ?? '', {
      domains: { ...FIRST_POLICY.domains, own: ['harbour-holding.example'] },
    }),
  );

  test('is mended by one click', async ({ page, desk, sandbox }) => {
    const name = `ada${Date.now().toString(36)}`;
    await signInAs(page, 'Maya Chen');
    await desk.fill(`${name}@harbuor-holding.example`);
    await saysSoon(page, desk.email, /harbuor-holding\.example looks like harbour-holding\.example, your own domain\./);
    await page.getByRole('button', { name: `Use ${name}@harbour-holding.example` }).click();
    await expect(desk.email).toHaveValue(`${name}@harbour-holding.example`);
    await expect(desk.email).toBeFocused();
    await expect(outlookOf(page).getByText('Allowed for Helpdesk.')).toBeVisible();
    await expect(page.getByText(/looks like/)).toBeHidden();
    await desk.send.click();
    await expect(desk.receipt).toBeVisible();
    expect(await sandbox.creates()).toHaveLength(1);
  });

  test('goes out with a word, and not without', async ({ page, desk, sandbox }) => {
    const email = `ada${Date.now().toString(36)}@harbuor-holding.example`;
    await signInAs(page, 'Maya Chen');
    await desk.fill(email);
    await saysSoon(page, desk.email, /looks like harbour-holding\.example/);
    const why = page.getByLabel('Why is this address right?');
    await desk.send.click();
    await expect(why).toBeFocused();
    await expect(why).toHaveAccessibleDescription(/Say why this address is right/);
    expect(await sandbox.creates()).toEqual([]);
    await why.fill('They own both domains');
    await desk.send.click();
    await expect(desk.receipt).toBeVisible();
    await page.goto(`/invitations?tab=all&q=${encodeURIComponent(email)}`);
    await page.getByRole('link', { name: desk.name }).first().click();
    await expect(page.getByText('They own both domains')).toBeVisible();
  });
});
