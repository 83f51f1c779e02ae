import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClient, type TestClient } from '../test-client';

let sandbox: TestClient;
beforeAll(async () => {
  sandbox = await startClient({ people: 10, invitations: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const send = (mail: SendMailOptions, { user, patience = 10_000 }: { user?: string; patience?: number } = {}) => {
  const { hostname, port } = new URL(sandbox.smtpUrl);
  const auth = user === undefined ? {} : { auth: { user, pass: 'any' } };
  return createTransport({ host: hostname, port: Number(port), socketTimeout: patience, ...auth }).sendMail({
    from: 'Usher <usher@acme.example>',
    to: 'ana.ruiz@acme.example',
    subject: 'A subject',
    text: 'Words',
    ...mail,
  });
};
const mails = async (query = '') => (await sandbox.control('GET', `/mail${query}`)).mails;
const fault = (rule: object) => sandbox.control('POST', '/mail/faults', rule);

test('a mail is kept as it arrived, taken apart', async () => {
  await send(
    {
      to: { name: 'Zoë Ünal', address: 'zoe@acme.example' },
      subject: 'Grüße, and a subject so long that it is folded over two lines of the header of this mail',
      text: 'Plain words',
      html: '<p>Words in <b>HTML</b></p>',
      messageId: '<one@usher.acme.example>',
      headers: { 'X-Usher-Id': 'one' },
    },
    { user: 'usher' },
  );
  const [mail] = await mails();
  expect(mail).toMatchObject({
    id: expect.stringMatching(/^\d+$/),
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    sender: 'usher@acme.example',
    to: ['zoe@acme.example'],
    from: '"Usher" <usher@acme.example>',
    subject: 'Grüße, and a subject so long that it is folded over two lines of the header of this mail',
    messageId: 'one@usher.acme.example',
    headers: { 'x-usher-id': ['one'] },
    text: expect.stringMatching(/^Plain words\s*$/),
    html: expect.stringContaining('<p>Words in <b>HTML</b></p>'),
    user: 'usher',
  });
  expect(mail.toHeader).toContain('Zoë Ünal');
});

test('a mail has no part that was not sent, and nobody needs to sign in', async () => {
  await send({});
  await send({ text: '', html: '<p>Only this</p>' });
  expect(
    (await mails()).map(({ text, html, user }: Record<string, string>) => [text?.trim(), html?.trim(), user]),
  ).toEqual([
    ['', '<p>Only this</p>', null],
    ['Words', '', null],
  ]);
});

test('mails are found by recipient and by time, newest first; they can be thrown away', async () => {
  await send({ to: 'Ana.Ruiz@acme.example', subject: 'first' });
  await send({ to: 'omar.haddad@acme.example', subject: 'second' });
  await sandbox.control('POST', '/clock', { advanceSeconds: 3_600 });
  await send({ to: ['ana.ruiz@acme.example', 'omar.haddad@acme.example'], subject: 'third' });
  const subjects = async (query = '') => (await mails(query)).map(({ subject }: { subject: string }) => subject);
  expect(await subjects()).toEqual(['third', 'second', 'first']);
  expect(await subjects('?to=ANA.ruiz@acme.example')).toEqual(['third', 'first']);
  expect(await subjects(`?since=${new Date(Date.now() + 1_800_000).toISOString()}`)).toEqual(['third']);
  expect(await subjects('?limit=1')).toEqual(['third']);
  expect((await sandbox.send('GET', '/_sandbox/mail?since=yesterday')).status).toBe(400);
  await sandbox.control('DELETE', '/mail');
  expect(await mails()).toEqual([]);
});

test('the last 1,000 are kept', async () => {
  const { hostname, port } = new URL(sandbox.smtpUrl);
  const transport = createTransport({
    host: hostname,
    port: Number(port),
    pool: true,
    maxConnections: 2,
    maxMessages: Infinity,
  });
  const one = (n: number) =>
    transport.sendMail({ from: 'usher@acme.example', to: 'ana.ruiz@acme.example', subject: `${n}`, text: 'x' });
  for (let n = 1; n <= 10; n++) await one(n);
  await Promise.all(Array.from({ length: 991 }, (_, n) => one(n + 11)));
  transport.close();
  const kept = await sandbox.control('GET', '/mail');
  expect(kept.total).toBe(1_000);
  const subjects = new Set(kept.mails.map(({ subject }: { subject: string }) => subject));
  expect([subjects.has('1'), subjects.has('2')]).toEqual([false, true]);
}, 30_000);

test.each([
  [{ kind: 'refuse' }, { responseCode: 451, command: 'RCPT TO' }],
  [
    { kind: 'refuse', status: 550, message: 'Unknown' },
    { responseCode: 550, response: '550 Unknown' },
  ],
  [
    { kind: 'refuse', at: 'sender', status: 553 },
    { responseCode: 553, command: 'MAIL FROM' },
  ],
  [
    { kind: 'refuse', at: 'auth', status: 535 },
    { responseCode: 535, code: 'EAUTH' },
  ],
  [
    { kind: 'refuse', at: 'data', status: 554 },
    { responseCode: 554, command: 'DATA' },
  ],
  [{ kind: 'refuse', at: 'connection', status: 421 }, { responseCode: 421 }],
  [{ kind: 'hang' }, { code: 'ETIMEDOUT' }],
  [{ kind: 'hang', at: 'data' }, { code: 'ETIMEDOUT' }],
  [{ kind: 'drop' }, { code: 'ECONNECTION' }],
  [{ kind: 'drop', at: 'data' }, { code: 'ECONNECTION' }],
])('%j fails the delivery once, and nothing is kept', async (rule, error) => {
  await fault({ ...rule, times: 1 });
  await expect(send({}, { user: 'usher', patience: rule.kind === 'hang' ? 300 : 10_000 })).rejects.toMatchObject(error);
  expect(await mails()).toEqual([]);
  await send({}, { user: 'usher' });
  expect(await mails()).toHaveLength(1);
  expect((await sandbox.control('GET', '/mail/faults')).faults).toMatchObject([{ ...rule, fired: 1 }]);
});

test('accept-then-drop keeps the mail while the sender learns nothing', async () => {
  await fault({ kind: 'accept-then-drop', times: 1 });
  await expect(send({})).rejects.toMatchObject({ code: 'ECONNECTION' });
  expect(await mails()).toHaveLength(1);
});

test('a fault can be one recipient’s; it ends with DELETE, and a wrong one is refused', async () => {
  await fault({ kind: 'refuse', to: 'Ana.Ruiz@acme.example', status: 550 });
  await expect(send({})).rejects.toMatchObject({ responseCode: 550 });
  await send({ to: 'omar.haddad@acme.example' });
  await sandbox.control('DELETE', '/mail/faults');
  await send({});
  expect(await mails()).toHaveLength(2);
  for (const rule of [{ kind: 'refuse', status: 250 }, { kind: 'burn' }, { kind: 'hang', at: 'noon' }]) {
    expect((await sandbox.send('POST', '/_sandbox/mail/faults', rule)).status).toBe(400);
  }
});

test('the pages show list, text, headers, and HTML in a frame that can do nothing but open links', async () => {
  expect((await sandbox.send('GET', '/mail')).body).toContain('No mail yet.');
  await send({
    subject: 'See <b>this</b>',
    text: 'Plain <i>words</i>',
    html: '<!doctype html><html><head><title>x</title></head><body><a href="http://localhost:3000/requests/1">Open</a></body></html>',
  });
  const [{ id }] = await mails();
  const list = await sandbox.send('GET', '/mail');
  expect(list.body).toContain(`<a href="/mail/${id}">See &#60;b&#62;this&#60;/b&#62;</a>`);
  expect((await sandbox.send('GET', '/mail?to=nobody@acme.example')).body).toContain('No mail yet.');
  const shown = await sandbox.send('GET', `/mail/${id}`);
  expect(shown.body).toContain('Plain &#60;i&#62;words&#60;/i&#62;');
  expect(shown.body).toContain(`src="/mail/${id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"`);
  expect(shown.body).not.toMatch(/<script|style=/);
  const frame = await sandbox.send('GET', `/mail/${id}/html`);
  expect(frame.body).toContain('<head><base target="_blank"><title>');
  const policy = frame.headers.get('content-security-policy');
  for (const part of ["default-src 'none'", "frame-ancestors 'self'", 'sandbox allow-popups ']) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('allow-scripts');
  expect((await sandbox.send('GET', '/mail/0')).status).toBe(404);
  expect((await sandbox.send('GET', '/')).body).toContain('href="/mail"');
});

test('a taken mail port ends the start with an error that names it, and leaves nothing running', async () => {
  const smtpPort = Number(new URL(sandbox.smtpUrl).port);
  await expect(startClient({ people: 10, smtpPort })).rejects.toMatchObject({ code: 'EADDRINUSE', port: smtpPort });
});

test('closing ends at once, also under a delivery that hangs', async () => {
  const other = await startClient({ people: 10, invitations: 0 });
  await other.control('POST', '/mail/faults', { kind: 'hang' });
  const { hostname, port } = new URL(other.smtpUrl);
  const hanging = createTransport({ host: hostname, port: Number(port) })
    .sendMail({ from: 'usher@acme.example', to: 'ana.ruiz@acme.example', text: 'x' })
    .catch((error: NodeJS.ErrnoException) => error.code);
  while ((await other.control('GET', '/mail/faults')).faults[0].fired === 0);
  await other.close();
  expect(await hanging).toBe('ECONNECTION');
});
