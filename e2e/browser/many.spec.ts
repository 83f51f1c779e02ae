import type { Page } from '@playwright/test';
import pg from 'pg';
import { axe } from './support/axe';
import { expect, signInAs, test } from './support/test';

const mark = () => `n${Math.random().toString(36).slice(2, 8)}`;

/** Thirty addresses as they come together from a mail, a spreadsheet and a list; with one bad one, and two that are there twice. */
function pasted(tag: string): string {
  const of = (name: string) => `${name}.${tag}@northwind.example`;
  const rest = Array.from({ length: 24 }, (_, at) => of(`guest${at}`));
  return [
    `Ada Lovelace <${of('ada')}>; "Hopper, Grace" <${of('grace')}>;`,
    `${rest.slice(0, 8).join(', ')}, ${of('ada').toUpperCase()}`,
    `${rest.slice(8, 16).join(' ')} bob.${tag}northwind.example`,
    `- mailto:${of('linus')}`,
    `<${of('tim')}> and ${of('guest1')}.`,
    rest.slice(16).join('\n'),
  ].join('\n');
}

async function paste(page: Page, text: string) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+v');
}

test.beforeEach(async ({ context, stack }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stack.appUrl });
});

const fieldsOf = (page: Page) => ({
  emails: page.getByLabel('Emails', { exact: true }),
  chips: page.getByRole('list', { name: 'People', exact: true }).locator('[data-chip]'),
  said: page.getByRole('status').filter({ hasText: /(person|people)/ }),
  plan: page.getByRole('button', { name: /^Look at the plan for/ }),
});

test('thirty of all sorts: one is mended, one differs, and all become the rows of one import', async ({
  page,
  desk,
  sandbox,
  stack,
}) => {
  const tag = mark();
  const { emails, chips, said, plan } = fieldsOf(page);
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  await desk.purpose.fill('The harbour project');
  await desk.email.focus();
  await paste(page, pasted(tag));

  await expect(said).toHaveText('28 people, 1 to mend. 2 were there twice, and count once. Not used: “and”.');
  await expect(emails).toBeFocused();
  await expect(chips).toHaveCount(12);
  await page.getByRole('button', { name: 'Show all 28' }).first().click();
  await expect(chips).toHaveCount(28);
  await axe(page, 'many people in the form');

  await expect(plan).toHaveAccessibleDescription('Mend or remove what is marked first.');
  const bad = page.getByLabel(`Mend “bob.${tag}northwind.example”`);
  await expect(bad).toHaveAccessibleDescription(/There is no address in this/);
  await bad.fill(`bob.${tag}@northwind.example`);
  await bad.press('Enter');
  await expect(said).toHaveText('29 people.');

  await expect(page.getByLabel(`Name of grace.${tag}@northwind.example`)).toHaveValue('Grace Hopper');
  await page.getByLabel(`Name of ada.${tag}@northwind.example`).fill('Countess Ada');
  await page.getByRole('button', { name: `Same as all: ada.${tag}@northwind.example` }).click();
  const own = page.getByRole('group', { name: `Only for ada.${tag}@northwind.example` });
  await own.getByLabel('Roles of their own').check();
  await own.getByRole('checkbox', { name: 'Contractor', exact: true }).check();
  await own.getByLabel('A purpose of their own').check();
  await own.getByLabel(/^Purpose for/).fill('The engine itself');
  await expect(page.getByRole('button', { name: /^Own roles, purpose: ada/ })).toBeVisible();

  await plan.click();
  await page.waitForURL(/\/imports\/[\da-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1, name: '29 people to invite' })).toBeVisible();
  const rows = await rowsOf(stack.env.DATABASE_URL ?? '', page.url().split('/').at(-1) ?? '');
  expect(rows.map(({ content }) => content.email)).toEqual([
    `ada.${tag}@northwind.example`,
    `grace.${tag}@northwind.example`,
    ...Array.from({ length: 16 }, (_, at) => `guest${at}.${tag}@northwind.example`),
    `bob.${tag}@northwind.example`,
    `linus.${tag}@northwind.example`,
    `tim.${tag}@northwind.example`,
    ...Array.from({ length: 8 }, (_, at) => `guest${at + 16}.${tag}@northwind.example`),
  ]);
  expect(rows[0]?.content).toMatchObject({ displayName: 'Countess Ada', purpose: 'The engine itself' });
  expect(rows[0]?.content.roleIds).toHaveLength(1);
  expect(rows[1]?.content).toMatchObject({ displayName: 'Grace Hopper', purpose: null, roleIds: null });
  expect(await sandbox.creates()).toEqual([]);

  // The form is empty again.
  await page.goto('/invite');
  await desk.alive();
  await expect(desk.email).toHaveValue('');
});

async function rowsOf(databaseUrl: string, batch: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{
      content: { email: string; displayName: string; purpose: string | null; roleIds: string[] | null };
    }>('select content from batch_row where batch_id = $1 order by number', [batch]);
    return rows;
  } finally {
    await client.end();
  }
}

test('typed one after another, taken away again by keys; the last one left is the form for one', async ({
  page,
  desk,
}) => {
  const { emails, chips, said } = fieldsOf(page);
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  await desk.email.pressSequentially('ada.lovelace@northwind.example, bob@');
  await expect(emails).toHaveValue('bob@');
  await emails.fill('bob@northwind.example');
  await emails.press('Enter');
  await emails.pressSequentially('eve@northwind.example ');
  await expect(chips).toHaveText(['ada.lovelace@northwind.example', 'bob@northwind.example', 'eve@northwind.example']);
  await expect(said).toHaveText('3 people.');

  await emails.press('Backspace');
  await expect(chips.nth(2)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByLabel('Change bob@northwind.example').fill('bobby@northwind.example');
  await page.keyboard.press('Enter');
  await expect(chips.nth(1)).toHaveText('bobby@northwind.example');

  await emails.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await expect(emails).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  await expect(desk.email).toBeFocused();
  await expect(desk.email).toHaveValue('ada.lovelace@northwind.example');
  await expect(desk.displayName).toHaveValue('Ada Lovelace');
  await expect(desk.send).toBeVisible();
});

test('many survive a reload as the rest of the draft does; more than the field takes is refused whole', async ({
  page,
  desk,
}) => {
  const { emails, said } = fieldsOf(page);
  await signInAs(page, 'Maya Chen');
  await desk.alive();
  await desk.email.focus();
  await paste(page, 'Ada Lovelace <ada@northwind.example>, bob@northwind.example, nobody');
  await page.getByLabel('Name of bob@northwind.example').fill('Bob the Builder');
  await page.reload();
  await expect(said).toHaveText('2 people, 1 to mend.');
  await expect(page.getByLabel('Name of bob@northwind.example')).toHaveValue('Bob the Builder');
  await expect(page.getByLabel('Name of ada@northwind.example')).toHaveValue('Ada Lovelace');
  await expect(page.getByLabel('Mend “nobody”')).toBeVisible();

  await emails.focus();
  await paste(page, Array.from({ length: 500 }, (_, at) => `guest${at}@northwind.example`).join('\n'));
  await expect(emails).toHaveAccessibleDescription(/That would be 503 people; this field takes 500. Nothing was added/);
  await expect(said).toHaveText('2 people, 1 to mend.');
});

test.describe('with scripts switched off', () => {
  test.use({ javaScriptEnabled: false });

  test('two addresses are refused in words, with the way to several', async ({ page, desk, sandbox }) => {
    await signInAs(page, 'Maya Chen');
    await desk.email.fill('ada@northwind.example, bob@northwind.example');
    await desk.displayName.fill('Ada');
    await desk.purpose.fill('Audit');
    await desk.send.click();
    await expect(page.getByText('An address has no spaces. Enter one address only.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'imported as a list' })).toBeVisible();
    expect(await sandbox.creates()).toEqual([]);
  });
});
