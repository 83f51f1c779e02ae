import { expect, type Page } from '@playwright/test';

type Asked = { email: string; name: string; purpose?: string; roles?: readonly string[] };

/** What the page has said last of an act. */
export const said = (page: Page) => page.getByRole('status').filter({ hasText: /\S/ });

/** Asks for a guest, by the words a sponsor sees. */
export async function askFor(page: Page, { email, name, purpose, roles = [] }: Asked): Promise<void> {
  await page.goto('/request');
  await page.getByLabel('Their email').fill(email);
  await page.getByLabel('Their name').fill(name);
  for (const role of roles) await page.getByRole('checkbox', { name: role, exact: true }).check();
  await page.getByLabel('Why do they need it?').fill(purpose ?? 'Audit of the freight contracts');
  await page.getByRole('button', { name: 'Ask for access' }).click();
  await expect(page.getByRole('heading', { name: 'Asked.' })).toBeVisible();
}

/** Opens the request for somebody from the queue; answers its id. */
export async function openRequest(page: Page, name: string): Promise<string> {
  await page.goto('/requests');
  const row = page.locator('a[data-row]').filter({ hasText: name });
  const id = (await row.getAttribute('data-row')) ?? '';
  await page.goto(`/requests/${id}`);
  await expect(page.getByRole('article', { name })).toBeVisible();
  return id;
}

/** One of somebody's guests, opened. */
export async function openGuest(page: Page, name: string) {
  await page.goto('/my-guests');
  const guest = page
    .locator('details')
    .filter({ has: page.locator('summary', { hasText: name }) })
    .first();
  if ((await guest.getAttribute('open')) === null) await guest.locator('summary').first().click();
  return guest;
}
