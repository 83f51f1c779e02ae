import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClient, type TestClient } from '../test-client';

let sandbox: TestClient;
beforeAll(async () => {
  sandbox = await startClient({ people: 20, invitations: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const mailTo = async (email: string) => (await sandbox.control('GET', `/outbox?email=${email}`)).mails[0];
const page = (path: string) => sandbox.send('GET', path);

async function invited(email: string, more: Record<string, unknown> = {}) {
  const { invitation } = (await sandbox.invite(email, more)).body;
  return { invitation, mail: await mailTo(email) };
}

test('the outbox lists mails newest first, and a mail shows what the invitee sees', async () => {
  expect((await page('/outbox')).body).toContain('No mail yet.');
  await invited('first@partner.example');
  const { invitation, mail } = await invited('second@partner.example', { purpose: 'Audit of <freight>' });
  expect(mail).toEqual({
    id: invitation.id,
    to: 'second@partner.example',
    subject: 'Usher invites you to Acme Partners',
    at: invitation.createdAt,
    link: expect.stringMatching(/^\/accept\/[\w-]+$/),
  });
  const outbox = await page('/outbox');
  expect(outbox.body.match(/to \w+@partner\.example/g)).toEqual([
    'to second@partner.example',
    'to first@partner.example',
  ]);
  const shown = await page(`/outbox/${mail.id}`);
  expect(shown.body).toContain(`href="${mail.link}"`);
  expect(shown.body).toContain('Audit of &#60;freight&#62;');
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(shown.body).not.toMatch(/<script|style=/);
});

test('accepting makes a user of the local directory with the initial roles, once', async () => {
  const [, role] = (await sandbox.api('GET', '/iam/roles')).body.list.slice(-2);
  const { invitation, mail } = await invited('guest@partner.example', { initialRoleIds: [role.id] });
  const before = await page(mail.link);
  expect(before.body).toContain('<button type="submit">Accept</button>');
  expect(before.body).toContain(role.displayName);
  const accepted = await sandbox.send('POST', mail.link);
  expect([accepted.status, accepted.headers.get('location')]).toEqual([303, mail.link]);

  const path = `/local-directory-configs/${invitation.directoryAppId}/invitations/${invitation.id}`;
  const read = (await sandbox.api('GET', path)).body.invitation;
  expect(read).toMatchObject({
    status: 'LOCAL_INVITATION_STATUS_ACCEPTED',
    createdUserId: expect.stringMatching(/^\w{27}$/),
    acceptedAt: read.updatedAt,
  });
  const [{ user }] = (await sandbox.api('POST', '/search/users', { email: 'guest@partner.example' })).body.list;
  expect(user).toMatchObject({
    id: read.createdUserId,
    displayName: 'A Guest',
    origin: 'USER_ORIGIN_LOCAL',
    status: 'ENABLED',
    roleIds: expect.arrayContaining([role.id]),
    directoryIds: [invitation.directoryAppId],
  });

  expect((await page(mail.link)).body).toContain('This invitation has been accepted');
  expect((await sandbox.send('POST', mail.link)).status).toBe(409);
  expect((await sandbox.send('POST', `/_sandbox/invitations/${invitation.id}/accept`, {})).status).toBe(409);
});

test('revoked and expired links say so and do nothing', async () => {
  const revoked = await invited('revoked@partner.example');
  const { id, directoryAppId } = revoked.invitation;
  await sandbox.api('POST', `/local-directory-configs/${directoryAppId}/invitations/${id}/revoke`, {});
  const expired = await invited('expired@partner.example');
  await sandbox.control('POST', '/clock', { advanceSeconds: 604_801 });
  for (const [mail, words] of [
    [revoked.mail, 'This invitation was revoked'],
    [expired.mail, 'This invitation has expired'],
  ]) {
    const shown = await page(mail.link);
    expect(shown.body).toContain(words);
    expect(shown.body).not.toContain('<button');
    expect((await sandbox.send('POST', mail.link)).status).toBe(409);
  }
  expect((await sandbox.control('GET', '/')).tenant.users).toBe(20);
});

test('a link that was not made here, and a mail that is not there, are not found', async () => {
  const { mail } = await invited('guest@partner.example');
  const forged = mail.link.slice(0, -1) + (mail.link.endsWith('A') ? 'B' : 'A');
  for (const path of [forged, '/accept/x', '/outbox/none']) expect((await page(path)).status).toBe(404);
  expect((await sandbox.send('POST', forged)).status).toBe(404);
});

test('older mails are on further pages', async () => {
  await sandbox.control('POST', '/seed', { invitations: 60 });
  const rows = async (path: string): Promise<number> => (await page(path)).body.match(/<li>/g).length;
  expect([await rows('/outbox'), await rows('/outbox?skip=50')]).toEqual([50, 10]);
  expect((await page('/outbox')).body).toContain('href="/outbox?skip=50"');
});

test('the style sheet follows light and dark', async () => {
  const style = await page('/sandbox.css');
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(style.body).toContain('prefers-color-scheme: dark');
});
