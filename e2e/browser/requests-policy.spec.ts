import { FIRST_POLICY, type Rule } from '../../lib/invitations/rules/document';
import { Desk } from './support/desk';
import { askFor, openRequest, said } from './support/people';
import { putInForce } from './support/policy';
import { expect, guest, test } from './support/test';

test.afterEach(({ stack }) => putInForce(stack.env.DATABASE_URL ?? ''));

test('a policy that becomes stricter between the approval and the sending asks again, and nothing goes out', async ({
  person,
  stack,
  sandbox,
}) => {
  const email = guest('tightened');
  const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
  await askFor(ana, { email, name: 'Tess Tight' });
  const id = await openRequest(maya, 'Tess Tight');
  // ConductorOne asks to slow down, so that what is approved waits.
  await sandbox.fault({ kind: 'status', status: 429, retryAfter: 4, operations: ['create'], times: 1 });
  await maya.getByRole('button', { name: /^Approve and invite Tess/ }).click();
  await expect(maya.getByRole('alert').filter({ hasText: /\S/ })).toContainText('goes out by itself');
  const strict: Rule = {
    id: 'omar',
    name: 'Only Omar',
    when: {},
    verdict: { answer: 'needs-approval', of: { people: ['omar.haddad@acme.example'] } },
  };
  await putInForce(stack.env.DATABASE_URL ?? '', { rules: [strict, ...FIRST_POLICY.rules] });
  await expect(async () => {
    await maya.goto(`/requests/${id}`);
    await expect(
      maya.getByText(/It needs the word of omar.haddad@acme.example|It needs the word of Omar Haddad/),
    ).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
  // It waits again, for somebody else: Maya's word does not count any more.
  await expect(maya.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  expect(await sandbox.truth(email)).toEqual([]);
  const omar = await person('Omar Haddad');
  await omar.goto(`/requests/${id}`);
  await omar.getByRole('button', { name: /^Approve and invite Tess/ }).click();
  await expect(said(omar)).toContainText('Approved: ');
  expect(await sandbox.truth(email)).toHaveLength(1);
});

test('what the policy thinks of a request is said while it is written', async ({ person, stack }) => {
  await putInForce(stack.env.DATABASE_URL ?? '', {
    domains: { ...FIRST_POLICY.domains, denied: ['mailinator.example'] },
  });
  const ana = await person('Ana Ruiz');
  await ana.goto('/request');
  const email = ana.getByLabel('Their email');
  await email.fill('pat@partner.example');
  await expect(ana.getByText(/Needs the approval of an administrator or the helpdesk/)).toBeVisible();
  await expect(async () => {
    await email.fill('');
    await email.fill('pat@mailinator.example');
    await expect(ana.getByText(/mailinator\.example is on your organisation’s list/)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });
});

test('what the desk may not send it asks for with the same form, and the one whom the rule names sees it', async ({
  person,
  stack,
  sandbox,
}) => {
  const email = guest('rule');
  const rule: Rule = {
    id: 'contractors',
    name: 'Contractors',
    when: { roles: ['Contractor'] },
    verdict: { answer: 'needs-approval', of: { people: ['omar.haddad@acme.example'] } },
  };
  await putInForce(stack.env.DATABASE_URL ?? '', { rules: [rule, ...FIRST_POLICY.rules] });
  try {
    const [maya, omar] = await Promise.all([person('Maya Chen', '/invite'), person('Omar Haddad')]);
    const desk = new Desk(maya);
    await desk.fill(email);
    await desk.role('Contractor').check();
    await maya.getByRole('button', { name: /^Ask for approval/ }).click();
    await expect(maya.getByText('You asked for approval.')).toBeVisible();
    await maya.getByRole('link', { name: 'Open the request' }).click();
    await expect(maya.getByText('This is your own request, and nobody decides their own.')).toBeVisible();
    expect(await sandbox.creates()).toEqual([]);
    const id = new URL(maya.url()).pathname.split('/').pop() ?? '';
    await omar.goto(`/requests/${id}`);
    await expect(omar.getByText('The rule “Contractors” holds for it (Contractor).')).toBeVisible();
    await omar.getByRole('button', { name: /^Approve and invite/ }).click();
    await expect(said(omar)).toContainText('Approved');
    expect(await sandbox.truth(email)).toHaveLength(1);
  } finally {
    await putInForce(stack.env.DATABASE_URL ?? '');
  }
});
