import type { Page } from '@playwright/test';
import { httpSession } from '../../scripts/lib/http-session';
import { hiddenFields, signInOverHttp } from '../../scripts/lib/page-forms';
import { actionIn, callAction } from '../../scripts/lib/posted-form';
import { endRequestsTime } from './support/ledger';
import { askFor, openGuest, openRequest, said } from './support/people';
import { expect, guest, test } from './support/test';

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

test('four people at once: asked, asked back, answered, approved with changes, sent, accepted', async ({
  person,
  sandbox,
}) => {
  const email = guest('path');
  const [ana, maya, omar, victor] = await Promise.all([
    person('Ana Ruiz'),
    person('Maya Chen'),
    person('Omar Haddad'),
    person('Victor Lindqvist'),
  ]);
  await askFor(ana, { email, name: 'Pat Lovelace', roles: ['Basic User', 'Contractor'] });
  await expect(ana.getByText('An administrator or the helpdesk decides.')).toBeVisible();
  expect(await sandbox.creates()).toEqual([]);

  const id = await openRequest(maya, 'Pat Lovelace');
  await expect(maya.getByText(/Ana Ruiz asks/).first()).toBeVisible();
  await maya.locator('summary', { hasText: 'Ask back' }).click();
  await maya.getByLabel('Question').fill('Which contracts?');
  await maya.getByRole('button', { name: 'Ask Ana Ruiz' }).click();
  await expect(said(maya)).toContainText('Asked. Ana Ruiz is to answer.');

  const asked = await openGuest(ana, 'Pat Lovelace');
  await expect(asked.getByText('Which contracts?')).toBeVisible();
  await asked.getByLabel('Your answer').fill('Those of the north route.');
  await asked.getByRole('button', { name: 'Send the answer' }).click();
  await expect(said(ana)).toContainText('Answered.');
  await expect(said(ana)).toBeFocused();

  // The other desk has it open when it is decided: the second is told.
  await omar.goto(`/requests/${id}`);
  await expect(omar.getByText('Those of the north route.')).toBeVisible();
  await maya.goto(`/requests/${id}`);
  await maya.locator('summary', { hasText: 'Approve with changes' }).click();
  await maya.getByRole('checkbox', { name: 'Contractor', exact: true }).uncheck();
  await maya.getByLabel('Name', { exact: true }).fill('Pat Q. Lovelace');
  await maya.getByLabel('Note').fill('Basic access is enough.');
  await maya.getByRole('button', { name: 'Approve with these changes and invite Pat' }).click();
  await expect(said(maya)).toContainText('Approved: ');
  expect(await sandbox.truth(email)).toHaveLength(1);

  await omar.getByRole('button', { name: /^Approve and invite Pat/ }).click();
  const alert = omar.getByRole('alert').filter({ hasText: /\S/ });
  await expect(alert).toContainText('This request is decided already.');
  await expect(alert).toContainText('Maya Chen approved it');
  await omar.getByRole('link', { name: 'Show how it stands now' }).click();
  await expect(omar.getByText('Maya Chen approved it.')).toBeVisible();
  expect(await sandbox.creates()).toHaveLength(1);

  await ana.context().request.post(await sandbox.link(email));
  const accepted = async () => {
    await ana.goto('/my-guests');
    return ana
      .getByRole('region', { name: /^Accepted/ })
      .getByText(email)
      .count();
  };
  await maya.goto('/invitations');
  await maya.getByRole('button', { name: 'Sync now' }).click();
  await expect.poll(accepted, { timeout: 15_000 }).toBe(1);
  const mine = await openGuest(ana, email);
  await expect(mine.getByText('The roles are Basic User instead of Basic User, Contractor.')).toBeVisible();

  // An auditor reads in whose names it went out.
  await victor.goto('/invitations?q='.concat(encodeURIComponent(email)));
  await victor.locator('a[data-row]').first().click();
  await expect(victor.getByText('Asked by')).toBeVisible();
  await expect(victor.getByText('Approved by')).toBeVisible();
  await expect(victor.locator('dd').filter({ hasText: 'Maya Chen' })).toBeVisible();
});

test('denied, with a reason that the requester reads; what was typed stays after a failure', async ({
  person,
  sandbox,
}) => {
  const email = guest('no');
  const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
  await askFor(ana, { email, name: 'Nora Nay' });
  await ana.goto('/request');
  await ana.getByLabel('Their email').fill(email);
  await ana.getByLabel('Why do they need it?').fill('Asked twice');
  await ana.getByRole('button', { name: 'Ask for access' }).click();
  await expect(ana.getByRole('alert').filter({ hasText: /\S/ })).toContainText('Somebody has asked for this person');
  await expect(ana.getByLabel('Why do they need it?')).toHaveValue('Asked twice');

  await openRequest(maya, 'Nora Nay');
  await maya.locator('summary', { hasText: 'Deny' }).click();
  await maya.getByLabel('Reason').fill('We have no contract with them.');
  await maya.getByRole('button', { name: 'Deny Ana Ruiz’s request' }).click();
  await expect(said(maya)).toContainText('Denied.');
  const mine = await openGuest(ana, 'Nora Nay');
  await expect(mine.getByText('Maya Chen said no. “We have no contract with them.”')).toBeVisible();
  expect(await sandbox.creates()).toEqual([]);
});

test('changed while somebody looks at it, an approval is refused; withdrawn, it is over', async ({
  person,
  sandbox,
}) => {
  const email = guest('change');
  const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
  await askFor(ana, { email, name: 'Wanda Change', roles: ['Contractor'] });
  await openRequest(maya, 'Wanda Change');
  const mine = await openGuest(ana, 'Wanda Change');
  await mine.getByRole('link', { name: 'Change the request' }).click();
  await expect(ana.getByRole('checkbox', { name: 'Contractor', exact: true })).toBeChecked();
  await ana.getByRole('checkbox', { name: 'Basic User', exact: true }).check();
  await ana.getByRole('button', { name: 'Ask with these changes' }).click();
  await expect(ana.getByRole('heading', { name: 'Changed, and asked again.' })).toBeVisible();

  await maya.getByRole('button', { name: /^Approve and invite Wanda/ }).click();
  const alert = maya.getByRole('alert').filter({ hasText: /\S/ });
  await expect(alert).toContainText('This request has changed since you opened it.');
  await maya.getByRole('link', { name: 'Show how it stands now' }).click();
  await expect(maya.getByText('changed since (version 2)')).toBeVisible();

  const again = await openGuest(ana, 'Wanda Change');
  await again.getByRole('button', { name: 'Withdraw the request' }).click();
  await expect(said(ana)).toContainText('Withdrawn.');
  await expect(ana.getByRole('region', { name: /^Never accepted/ }).getByText(email)).toBeVisible();
  await maya.getByRole('button', { name: /^Approve and invite Wanda/ }).click();
  await expect(alert).toContainText('Ana Ruiz withdrew it');
  expect(await sandbox.creates()).toEqual([]);
});

test('nobody decided it in time: it is over for both, and is not approved any more', async ({
  person,
  stack,
  sandbox,
}) => {
  const email = guest('late');
  const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
  await askFor(ana, { email, name: 'Lara Late' });
  await openRequest(maya, 'Lara Late');
  await endRequestsTime(stack.env.DATABASE_URL ?? '', email);
  await maya.getByRole('button', { name: /^Approve and invite Lara/ }).click();
  await expect(maya.getByRole('alert').filter({ hasText: /\S/ })).toContainText('Nobody decided it until');
  await maya.getByRole('link', { name: 'Show how it stands now' }).click();
  await expect(maya.getByText('Nobody decided it in time: nothing went to Lara.')).toBeVisible();
  await expect(maya.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  expect(await sandbox.creates()).toEqual([]);
});

test('one’s own request is decided by nobody, however it is posted', async ({ person, stack, sandbox }) => {
  const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
  await askFor(ana, { email: guest('own'), name: 'Olga Own' });
  const id = await openRequest(maya, 'Olga Own');
  await ana.goto(`/requests/${id}`);
  await expect(ana.getByText('It is not yours to decide.')).toBeVisible();
  await expect(ana.getByRole('button', { name: /^Approve/ })).toHaveCount(0);

  // The form that the desk sees, posted in the requester's session, and then in its own: it is the session that makes it no.
  const url = `${stack.appUrl}/requests/${id}`;
  const [desk, own] = [httpSession(), httpSession()];
  await signInOverHttp(desk, stack.appUrl, 'maya-chen');
  await signInOverHttp(own, stack.appUrl, 'ana-ruiz');
  const form = hiddenFields((await desk.send(url)).text, 'contentHash');
  expect(form.id).toBe(id);
  const { revision = '', contentHash = '', decision = '' } = form;
  const post = async (session: typeof desk) =>
    (
      await callAction(session, url, {
        actionId: actionIn(form),
        headers: { origin: stack.appUrl },
        fields: { id, revision, contentHash, decision },
      })
    ).text;
  expect(await post(own)).toContain('"code":"own-request"');
  expect(await sandbox.creates()).toEqual([]);
  await ana.reload();
  await expect(ana.getByRole('article').getByText('Waiting', { exact: true })).toBeVisible();
  expect(await post(desk)).toContain('"status":"ok"');
  expect(await sandbox.creates()).toHaveLength(1);
});

test('the queue by keyboard: j and k walk, a approves, d denies, and the focus is on the next one', async ({
  person,
  sandbox,
}) => {
  const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
  await askFor(ana, { email: guest('first'), name: 'Fay First' });
  await askFor(ana, { email: guest('second'), name: 'Sue Second' });
  await openRequest(maya, 'Fay First');
  await maya.keyboard.press('j');
  await expect(maya.getByRole('article', { name: 'Sue Second' })).toBeVisible();
  await expect.poll(() => focused(maya)).toContain('Sue Second');
  await maya.keyboard.press('k');
  await expect(maya.getByRole('article', { name: 'Fay First' })).toBeVisible();

  // A letter in a field is a letter.
  await maya.keyboard.press('d');
  const reason = maya.getByLabel('Reason');
  await expect(reason).toBeFocused();
  await maya.keyboard.type('a d j k');
  await expect(reason).toHaveValue('a d j k');
  expect(await sandbox.creates()).toEqual([]);
  await maya.getByRole('heading', { name: 'Requests' }).click();

  await maya.keyboard.press('a');
  await expect(said(maya)).toContainText('Approved: Fay First is invited.');
  await expect(maya.getByRole('article', { name: 'Sue Second' })).toBeVisible();
  await expect.poll(() => focused(maya)).toBe('Sue Second');
  expect(await sandbox.creates()).toHaveLength(1);

  await maya.keyboard.press('d');
  await maya.keyboard.type('Not needed.');
  await maya.keyboard.press('Tab');
  await maya.keyboard.press('Enter');
  await expect(said(maya)).toContainText('Denied. Ana Ruiz reads your reason.');
  await expect(maya.locator('a[data-row]').filter({ hasText: 'Sue Second' })).toHaveCount(0);
  expect(await sandbox.creates()).toHaveLength(1);
});

test('whoever switched the shortcuts off presses a letter and decides nothing', async ({ person, sandbox }) => {
  const [ana, maya] = await Promise.all([person('Ana Ruiz'), person('Maya Chen')]);
  await askFor(ana, { email: guest('off'), name: 'Otto Off' });
  await maya.evaluate(() => localStorage.setItem('usher.single-keys', 'off'));
  await openRequest(maya, 'Otto Off');
  await maya.keyboard.press('d');
  await maya.keyboard.press('a');
  // The button does what the letter did not, and it is the first that does.
  await expect(maya.getByLabel('Reason')).toBeHidden();
  await maya.getByRole('button', { name: /^Approve and invite Otto/ }).click();
  await expect(said(maya)).toContainText('Approved');
  expect(await sandbox.creates()).toHaveLength(1);
});
