import { httpSession } from '../../scripts/lib/http-session';
import { signInOverHttp } from '../../scripts/lib/page-forms';
import { formOf, postAsForm, postAsScript } from '../../scripts/lib/posted-form';
import { expect, guest, test } from './support/test';

/** Every server action is an endpoint that a stranger can post to. These do, with a form that was seen on an agent's page. */

test('posted by hand the way the page does it, the form works: what follows is refused for its reason', async ({
  stack,
  sandbox,
}) => {
  const form = await formOf(stack.appUrl, 'maya-chen');
  expect((await postAsForm(stack.appUrl, form, {})).text).toContain('Pending');
  expect((await postAsScript(stack.appUrl, form, {})).text).toContain('"status":"ok"');
  expect(await sandbox.creates()).toHaveLength(2);
});

const STRANGERS = [
  { who: 'nobody who is signed in', person: null, code: 'signed-out' },
  { who: 'a sponsor', person: 'ana-ruiz', code: 'forbidden' },
  { who: 'an auditor', person: 'victor-lindqvist', code: 'forbidden' },
  { who: 'somebody without a role', person: 'noor-jansen', code: 'forbidden' },
];
for (const { who, person, code } of STRANGERS) {
  test(`${who} sends nothing`, async ({ stack, sandbox }) => {
    const form = await formOf(stack.appUrl, 'maya-chen');
    const session = httpSession();
    if (person !== null) await signInOverHttp(session, stack.appUrl, person);
    const byScript = await postAsScript(stack.appUrl, form, { session });
    expect(byScript.text).toContain(`"code":"${code}"`);
    const byForm = await postAsForm(stack.appUrl, form, { session });
    expect(byForm.text).not.toContain('Pending');
    expect(await sandbox.creates()).toEqual([]);
  });
}

const ORIGINS: { what: string; headers: Record<string, string> }[] = [
  { what: 'a foreign origin', headers: { origin: 'https://evil.example' } },
  { what: 'the origin “null”', headers: { origin: 'null' } },
  { what: 'no origin', headers: {} },
  { what: 'a neighbour’s port', headers: { origin: 'http://localhost:1' } },
  { what: 'a foreign origin and host alike', headers: { origin: 'http://evil.example', host: 'evil.example' } },
];
for (const { what, headers } of ORIGINS) {
  test(`a post with ${what} sends nothing`, async ({ stack, sandbox }) => {
    const form = await formOf(stack.appUrl, 'maya-chen');
    for (const post of [postAsForm, postAsScript]) {
      const reply = await post(stack.appUrl, form, { headers });
      expect(reply.text).not.toContain('"status":"ok"');
      expect(reply.text).not.toContain('Pending');
    }
    expect(await sandbox.creates()).toEqual([]);
  });
}

test('a post that the browser calls cross-site sends nothing, whatever its origin says', async ({ stack, sandbox }) => {
  const form = await formOf(stack.appUrl, 'maya-chen');
  for (const site of ['cross-site', 'same-site', 'none']) {
    const headers = { origin: stack.appUrl, 'sec-fetch-site': site };
    const reply = await postAsScript(stack.appUrl, form, { headers });
    expect(reply.text).toContain('"code":"foreign-origin"');
  }
  expect(await sandbox.creates()).toEqual([]);
});

test('a role that is not listed for the helpdesk is refused at the server, by its name', async ({ stack, sandbox }) => {
  const admin = httpSession();
  await signInOverHttp(admin, stack.appUrl, 'omar-haddad');
  const page = (await admin.send(`${stack.appUrl}/invite`)).text;
  const item = page.split('<li').find((part) => part.includes('>Super Administrator<'));
  const superAdministrator = /value="([^"]+)"/.exec(item ?? '')?.[1] ?? 'not found';
  const form = await formOf(stack.appUrl, 'maya-chen');
  const reply = await postAsScript(stack.appUrl, form, { fields: { roleIds: [superAdministrator] } });
  expect(reply.text).toContain('You may not grant Super Administrator');
  expect(await sandbox.creates()).toEqual([]);
});

test('the same form posted twice is one invitation; with other content it is refused', async ({ stack, sandbox }) => {
  const form = await formOf(stack.appUrl, 'maya-chen');
  const fields = { submissionKey: crypto.randomUUID(), email: guest() };
  const [first, second] = await Promise.all([
    postAsScript(stack.appUrl, form, { fields }),
    postAsScript(stack.appUrl, form, { fields }),
  ]);
  const ids = [first, second].map(({ text }) => /"id":"(\w{27})"/.exec(text)?.[1]);
  expect(ids[0]).toBeDefined();
  expect(ids[1]).toBe(ids[0]);
  const other = await postAsScript(stack.appUrl, form, { fields: { ...fields, email: guest() } });
  expect(other.text).toContain('"code":"submission-reused"');
  expect(await sandbox.creates()).toHaveLength(1);
});

test('what is larger than any form of ours is refused', async ({ stack, sandbox }) => {
  const form = await formOf(stack.appUrl, 'maya-chen');
  const reply = await postAsScript(stack.appUrl, form, { fields: { purpose: 'x'.repeat(200_000) } });
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(await sandbox.creates()).toEqual([]);
});

test('one person is held to so many invitations a minute, in words', async ({ stack, sandbox }) => {
  const form = await formOf(stack.appUrl, 'priya-nair');
  // Each is refused for its directory, after it has been counted: nothing needs to be sent to use the allowance up.
  const nowhere = { fields: { directoryId: 'nowhere' } };
  const allowance = Number(stack.env.USHER_INVITES_PER_MINUTE);
  // A minute that an earlier test began may end in between, and a new allowance with it: twice as many reach the end of one.
  let reply = await postAsScript(stack.appUrl, form, nowhere);
  for (let sent = 1; sent <= 2 * allowance && !reply.text.includes('too-many-requests'); sent += 1) {
    reply = await postAsScript(stack.appUrl, form, nowhere);
  }
  expect(reply.text).toContain('"code":"too-many-requests"');
  expect(reply.text).toContain('That was a lot in a short time.');
  expect(await sandbox.creates()).toEqual([]);
});

test('reads of the API are for those who may: 401, 403, and nothing of anybody', async ({ stack }) => {
  const paths = ['/api/sponsors?query=ma', '/api/invitations/some-directory/some-invitation'];
  const [nobody, sponsor] = [httpSession(), httpSession()];
  await signInOverHttp(sponsor, stack.appUrl, 'ana-ruiz');
  for (const path of paths) {
    const refused = await nobody.send(stack.appUrl + path);
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([401, 'signed-out']);
    const forbidden = await sponsor.send(stack.appUrl + path);
    expect([forbidden.status, JSON.parse(forbidden.text).error.code]).toEqual([403, 'forbidden']);
  }
});
