import type { Page } from '@playwright/test';
import { axe } from './support/axe';
import { invitationOf, putDraft } from './support/imports';
import { expect, guest, signInAs, test } from './support/test';

const people = (count: number) =>
  Array.from({ length: count }, () => ({
    email: guest('run'),
    displayName: `Rue ${crypto.randomUUID().slice(0, 8)}`,
  }));

/** An import of these people by Maya, confirmed, on its page. */
async function started(
  page: Page,
  desk: { invite(email: string): Promise<void> },
  databaseUrl: string,
  rows: { email: string; displayName: string }[],
  before: () => Promise<unknown> = async () => undefined,
): Promise<string> {
  await signInAs(page, 'Maya Chen');
  const first = guest('first');
  await desk.invite(first);
  const { directoryId } = await invitationOf(databaseUrl, first);
  await before();
  const id = await putDraft(databaseUrl, { directoryId, rows });
  await page.goto(`/imports/${id}`);
  await page.getByRole('button', { name: 'Look at the plan' }).click();
  await page.getByRole('button', { name: `Invite ${rows.length}` }).click();
  await expect(headline(page)).toBeVisible();
  return id;
}

const headline = (page: Page) => page.getByRole('region', { name: 'Progress' });

test('a run is told as it goes, says what failed and why, and tries that again', async ({
  page,
  desk,
  sandbox,
  stack,
}) => {
  const rows = people(6);
  await started(page, desk, stack.env.DATABASE_URL ?? '', rows, () =>
    sandbox.fault({ kind: 'status', status: 400, operations: ['create'], times: 1 }),
  );
  await expect(headline(page)).toContainText('Finished: Invited 5, 1 failed', { timeout: 30_000 });
  await expect(page.getByText('1 row: ConductorOne did not accept the invitation.')).toBeVisible();
  // The rows, too, are of now: nobody has reloaded.
  await expect(page.getByRole('region', { name: 'Row by row' }).getByText('Invited', { exact: true })).toHaveCount(6);
  await axe(page, 'a run that is over');
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download these rows as CSV' }).click();
  expect((await file).suggestedFilename()).toMatch(/\.csv$/);
  await page.getByRole('link', { name: 'Failed', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Row by row' }).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Try it again' }).click();
  await expect(headline(page)).toContainText('Finished: Invited 6', { timeout: 30_000 });
  for (const { email } of rows) expect(await sandbox.truth(email)).toHaveLength(1);
  await page.getByRole('link', { name: 'Invited', exact: true }).click();
  await page.getByRole('link', { name: rows[0]?.displayName ?? '' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(rows[0]?.displayName ?? '');
});

test('a run is paused, goes on, and is cancelled: what was sent stays sent', async ({ page, desk, sandbox, stack }) => {
  const rows = people(40);
  const id = await started(page, desk, stack.env.DATABASE_URL ?? '', rows, () =>
    sandbox.settings({ rateLimit: { perSecond: 2, burst: 1, retryAfter: 1, operations: ['create'] } }),
  );
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(headline(page)).toContainText(/Paused at \d+ of 40/);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(headline(page)).toContainText(/\d+ of 40 done/);
  await page.getByText('Cancel…').click();
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(headline(page)).toContainText(/Cancelled at \d+ of 40|Cancelled at 40 of 40/, { timeout: 30_000 });
  const there = await Promise.all(rows.map(async ({ email }) => (await sandbox.truth(email)).length));
  await page.goto(`/imports/${id}?rows=done`);
  await expect(page.getByRole('region', { name: 'Row by row' }).getByRole('listitem')).toHaveCount(
    there.reduce((sum, each) => sum + each, 0),
  );
});

test('whoever only reads sees how it went, and no button', async ({ page, person, desk, stack }) => {
  const rows = people(2);
  const id = await started(page, desk, stack.env.DATABASE_URL ?? '', rows);
  const reader = await person('Victor Lindqvist', `/imports/${id}`);
  await expect(headline(reader)).toContainText('Finished: Invited 2', { timeout: 30_000 });
  await expect(reader.getByRole('button', { name: /Pause|Cancel|Try|Undo/ })).toHaveCount(0);
  await reader.goto('/imports');
  await expect(reader.locator(`a[href="/imports/${id}"]`)).toBeVisible();
});
