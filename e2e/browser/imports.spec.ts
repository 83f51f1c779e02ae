import type { Locator, Page } from '@playwright/test';
import { axe } from './support/axe';
import { expect, signInAs, test } from './support/test';

let files = 0;

/** A file of people whom no other test has, as a spreadsheet writes it. */
function fileOf(rows: (readonly [name: string, roles: string])[]) {
  const name = `guests-${process.pid}-${Date.now().toString(36)}-${files++}.csv`;
  const lines = rows.map(
    ([person, roles], at) => `${person}.${name}.${at}@northwind.example;${person};${roles};The fair`,
  );
  return { name, mimeType: 'text/csv', buffer: Buffer.from(['E-mail;Name;Roles;Purpose', ...lines].join('\r\n')) };
}

const MISTAKEN = [
  ['ada', 'Basic User'],
  ['bob', 'Basic Usr'],
  ['cleo', 'Basic Usr'],
  ['dora', 'Basic Usr'],
  ['emil', 'Emperor'],
  ['fay', ''],
] as const;

async function importFile(page: Page, file: ReturnType<typeof fileOf>): Promise<void> {
  await page.goto('/imports/new');
  await page.getByLabel('Choose a CSV file, or drop it here').setInputFiles(file);
  await expect(page.getByText(file.name)).toBeVisible();
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: file.name })).toBeVisible();
  await expect(rowOf(page, 'ada')).toBeVisible();
}

const rowOf = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: `${name}.guests` });
const counts = (page: Page): Locator => page.getByRole('status').filter({ hasText: /^\d+ rows? ·/ });

test('a file with mistakes is mended: one by hand, the same everywhere, one left out', async ({ page, sandbox }) => {
  const file = fileOf([...MISTAKEN]);
  await signInAs(page, 'Maya Chen', '/imports/new');
  await importFile(page, file);
  await expect(counts(page)).toContainText('6 rows · 4 to mend');
  await expect(rowOf(page, 'bob')).toContainText('There is no role “Basic Usr” that you may grant.');

  await rowOf(page, 'bob').getByRole('gridcell').nth(3).click();
  await rowOf(page, 'bob').getByRole('gridcell').nth(3).click();
  const picker = page.getByRole('dialog', { name: 'Roles of row 3' });
  await expect(picker).toContainText('The file says “Basic Usr”.');
  await picker.getByRole('checkbox', { name: 'Basic User' }).check();
  await picker.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByText('2 more rows say “Basic Usr”')).toBeVisible();
  await page.getByRole('button', { name: 'Change all 2' }).click();
  await expect(counts(page)).toContainText('6 rows · 1 to mend');
  await expect(rowOf(page, 'dora')).toContainText('Basic User');
  await expect(rowOf(page, 'dora')).not.toContainText('There is no role');

  await page.getByLabel('Only problems').check();
  await expect(rowOf(page, 'ada')).toBeHidden();
  await rowOf(page, 'emil').getByText('Leave out').click();
  await expect(counts(page)).toContainText('6 rows · nothing to mend · 1 left out');
  await page.getByRole('button', { name: 'Hide what is mended' }).click();
  await expect(page.getByText('No row has a problem.')).toBeVisible();

  // It is all in the database: another look shows the same.
  await page.reload();
  await expect(counts(page)).toContainText('nothing to mend · 1 left out');
  await expect(rowOf(page, 'emil')).toContainText('Take in');
  await page.goto('/imports');
  const line = page.getByRole('listitem').filter({ hasText: file.name });
  await expect(line).toContainText('To plan');
  await expect(line).toContainText('6 rows · 1 left out');
  await expect(line).toContainText('Maya Chen');

  await line.getByRole('link', { name: file.name }).click();
  await page.getByRole('button', { name: 'Look at the plan' }).click();
  await expect(page.getByRole('button', { name: /^Invite 5/ })).toBeVisible();
  expect(await sandbox.creates()).toEqual([]);
});

test('the grid is worked by the keyboard alone', async ({ page }) => {
  await signInAs(page, 'Maya Chen', '/imports/new');
  await importFile(page, fileOf([...MISTAKEN]));
  const grid = page.getByRole('grid', { name: 'Rows of the import' });
  await grid.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name of row 2')).toBeFocused();
  await page.keyboard.type('Ada King');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'ada')).toContainText('Ada King');
  await expect(grid).toBeFocused();
  // Enter went one down; Escape leaves a cell as it was.
  await page.keyboard.press('F2');
  await expect(page.getByLabel('Name of row 3')).toBeFocused();
  await page.keyboard.type('Nobody');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, 'bob')).not.toContainText('Nobody');
  await expect(grid).toBeFocused();
  await page.keyboard.press('x');
  await expect(rowOf(page, 'bob')).toContainText('Take in');
  await page.keyboard.press('x');
  await expect(rowOf(page, 'bob')).toContainText('Leave out');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Email of row 7')).toBeFocused();
  await page.keyboard.type('no address');
  await page.keyboard.press('Tab');
  await expect(counts(page)).toContainText('5 to mend');
});

test('columns are read another way, values hold for all, and the draft is thrown away', async ({ page }) => {
  const file = fileOf([...MISTAKEN]);
  await signInAs(page, 'Maya Chen', '/imports/new');
  await importFile(page, file);
  await page.getByText('Columns', { exact: true }).click();
  await page.getByLabel('Roles', { exact: true }).selectOption('Not used');
  await page.getByRole('button', { name: 'Read the columns this way' }).click();
  await expect(counts(page)).toContainText('6 rows · nothing to mend');
  await expect(rowOf(page, 'emil')).not.toContainText('Emperor');
  await page.getByText('For all rows', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'Contractor' }).check();
  await page.getByRole('button', { name: 'Save for all rows' }).click();
  await expect(rowOf(page, 'emil')).toContainText('Contractor');
  await page.getByText('Throw this import away').click();
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page).toHaveURL('/imports');
  await expect(page.getByText(file.name)).toBeHidden();
});

test('what is no CSV, or none at all, is refused in words, and the next file is taken', async ({ page, watched }) => {
  await signInAs(page, 'Maya Chen', '/imports/new');
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(page.getByText('Choose a file first.')).toBeVisible();
  watched.expectError(/status of 4\d\d|status of 502/);
  await page.getByLabel('Choose a CSV file, or drop it here').setInputFiles({
    name: 'guests.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('%PDF-1.7 and so on'),
  });
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'This is a PDF, not a CSV file.' })).toBeVisible();
  const file = fileOf([['ada', '']]);
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText('This is a PDF, not a CSV file.')).toBeHidden();
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: file.name })).toBeVisible();
});

test('somebody who was slower is told that nothing can be changed any more', async ({ page, person, watched }) => {
  await signInAs(page, 'Maya Chen', '/imports/new');
  await importFile(page, fileOf([...MISTAKEN]));
  const other = await person('Omar Haddad', new URL(page.url()).pathname);
  // The rows are asked for again, and are gone.
  watched.expectError(/status of 404/);
  await other.getByText('Throw this import away').click();
  await other.getByRole('button', { name: 'Throw it away' }).click();
  await expect(other).toHaveURL('/imports');
  await rowOf(page, 'bob').getByText('Leave out').click();
  await expect(page.getByRole('alert').filter({ hasText: 'There is no such import.' })).toBeVisible();
});

test('who only reads sees the rows and changes none', async ({ page, person }) => {
  await signInAs(page, 'Maya Chen', '/imports/new');
  await importFile(page, fileOf([...MISTAKEN]));
  const auditor = await person('Victor Lindqvist', new URL(page.url()).pathname);
  await expect(rowOf(auditor, 'bob')).toContainText('There is no role “Basic Usr”');
  await expect(auditor.getByText('Leave out')).toHaveCount(0);
  await expect(auditor.getByText('Throw this import away')).toHaveCount(0);
  await auditor.goto('/imports');
  await expect(auditor.getByRole('link', { name: 'New import' })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe finds nothing on the pages of imports', async ({ page }) => {
      await signInAs(page, 'Maya Chen', '/imports/new');
      await expect(page.getByText('Up to 20,000 rows and 20 MB.')).toBeVisible();
      await axe(page, 'new import');
      await importFile(page, fileOf([...MISTAKEN]));
      await axe(page, 'draft');
      await page.getByText('Columns', { exact: true }).click();
      await page.getByText('For all rows', { exact: true }).click();
      await axe(page, 'draft, unfolded');
      await page.getByText('For all rows', { exact: true }).click();
      await page.getByText('Columns', { exact: true }).click();
      const cell = rowOf(page, 'bob').getByRole('gridcell').nth(3);
      await cell.click();
      await cell.click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await axe(page, 'draft, choosing roles');
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 390, height: 844 });
      await axe(page, 'draft on a phone');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.goto('/imports');
      await axe(page, 'imports');
    });
  });
}
