import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { SMTPServer } from 'smtp-server';
import { describe, expect, test } from 'vitest';
import { memoryLog } from '@/lib/conductorone/test-support';
import type { Mail } from '@/lib/invitations/mailer';
import { mailConfig } from '@/lib/mail/config';
import { createMailer } from '@/lib/mail/mailer';
import { CALL, closedPort, realClock, sandboxControl } from './setup';

const control = sandboxControl();

function mailerFor(vars: Record<string, string> = {}) {
  const result = mailConfig({ ...control.env, ...vars });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const log = memoryLog();
  return { ...createMailer(result.config, { clock: realClock, log }), log };
}

const MAIL: Mail = {
  id: '0b0e6e6c-6a1c-4b8e-9a3b-0a6f2a7a1c11',
  to: 'Ana.Ruiz@acme.example',
  toName: 'Ana Ruiz',
  subject: 'Maya Chen asks for access for a guest',
  text: 'Words.\n',
  html: '<p>Words.</p>',
};

type Received = { to: string[]; toHeader: string; subject: string; headers: Record<string, string[]> } & Record<
  'sender' | 'from' | 'messageId' | 'text' | 'html' | 'user',
  string
>;
const received = async (): Promise<Received[]> => {
  const response = await fetch(`${control.url}/_sandbox/mail`);
  return ((await response.json()) as { mails: Received[] }).mails;
};
const fault = (rule: object) => control.post('/mail/faults', rule);
const withUser = () => ({ SMTP_URL: (control.env.SMTP_URL ?? '').replace('smtp://', 'smtp://usher:hunter2@') });

describe('a mail', () => {
  test('arrives whole, recognisable, and as one that no machine should answer', async () => {
    const mailer = mailerFor(withUser());
    const sent = await mailer.send(MAIL, CALL);
    const [mail] = await received();
    expect(sent).toEqual({ ok: true, messageId: `<${MAIL.id}@acme.example>` });
    expect(mail).toMatchObject({
      sender: 'usher@acme.example',
      to: [MAIL.to],
      subject: MAIL.subject,
      messageId: `${MAIL.id}@acme.example`,
      user: 'usher',
      headers: {
        'x-usher-id': [MAIL.id],
        'auto-submitted': ['auto-generated'],
        'x-auto-response-suppress': ['All'],
      },
    });
    expect([mail?.text.trim(), mail?.html.trim()]).toEqual(['Words.', MAIL.html]);
    expect(mailer.log.lines).toMatchObject([
      { event: 'mail.sent', facts: { mail: MAIL.id, requestId: CALL.requestId } },
    ]);
  });

  test('has the same Message-ID at every attempt, so that one that arrives twice is recognised', async () => {
    await fault({ kind: 'accept-then-drop', times: 1 });
    const mailer = mailerFor();
    expect(await mailer.send(MAIL, CALL)).toMatchObject({ ok: false, error: 'unavailable', permanent: false });
    expect(await mailer.send(MAIL, CALL)).toMatchObject({ ok: true });
    expect(new Set((await received()).map(({ messageId }) => messageId)).size).toBe(1);
    expect(await received()).toHaveLength(2);
  });

  test('gets no header, recipient or second mail out of any text in it', async () => {
    const { send } = mailerFor();
    const evil = fc.constantFrom(
      '\r\nBcc: eve@evil.example',
      '\n\nBody',
      '\rX-Evil: 1',
      '\r\n.\r\nMAIL FROM:<x@y.example>',
      '>, <eve@evil.example',
    );
    const odd = fc.oneof(
      fc.constantFrom('\0', '\x7f', '\x85', '\u2028', 'é', '😀', 'نور', '"', '=?'),
      fc.string({ maxLength: 3 }),
    );
    const text = fc
      .tuple(fc.array(odd, { maxLength: 12 }), evil, fc.string({ maxLength: 5 }))
      .map((all) => all.flat().join(''));
    await fc.assert(
      fc.asyncProperty(text, text, text, async (toName, subject, id) => {
        await fetch(`${control.url}/_sandbox/mail`, { method: 'DELETE' });
        expect(await send({ ...MAIL, id, toName, subject, text: subject }, CALL)).toMatchObject({ ok: true });
        const mails = await received();
        expect(mails).toHaveLength(1);
        expect(mails[0]?.to).toEqual([MAIL.to]);
        expect(Object.keys(mails[0]?.headers ?? {}).sort()).toEqual([
          'auto-submitted',
          'content-type',
          'date',
          'from',
          'message-id',
          'mime-version',
          'subject',
          'to',
          'x-auto-response-suppress',
          'x-usher-id',
        ]);
        expect(mails[0]?.headers['message-id']?.[0]).toMatch(/^<[\w=-]+@acme\.example>$/);
      }),
      // Without shrinking: each step of it is a delivery, and the first failure says enough.
      { numRuns: 15, endOnFailure: true },
    );
  });

  test.each([
    'ana ruiz@acme.example',
    'ana@acme.example\r\nRCPT TO:<eve@evil.example>',
    'ana@acme.example,eve@evil.example',
    '',
  ])('to %j is refused for good before anything is connected', async (to) => {
    const answer = await mailerFor({ SMTP_URL: `smtp://127.0.0.1:${await closedPort()}` }).send({ ...MAIL, to }, CALL);
    expect(answer).toMatchObject({ ok: false, error: 'refused', permanent: true });
  });
});

describe('a mail that does not go out', () => {
  test.each([
    ['greylisting', { kind: 'refuse', status: 451 }, 'refused', false, /451 Greylisted/],
    ['an unknown mailbox', { kind: 'refuse', status: 550 }, 'refused', true, /550 No such mailbox/],
    ['content that is not wanted', { kind: 'refuse', at: 'data', status: 554 }, 'refused', true, /554/],
    ['a bad sequence', { kind: 'refuse', status: 503 }, 'refused', false, /503/],
    ['a sender that is not let in', { kind: 'refuse', at: 'sender', status: 553 }, 'unavailable', false, /553/],
    ['a password that is wrong', { kind: 'refuse', at: 'auth', status: 535 }, 'unavailable', false, /535/],
    ['a server that is busy', { kind: 'refuse', at: 'connection', status: 421 }, 'unavailable', false, /421/],
    ['a broken connection', { kind: 'drop', at: 'data' }, 'unavailable', false, /may have taken/],
    ['a server that hangs', { kind: 'hang', at: 'data' }, 'unavailable', false, /in time/],
  ])('for %s says so, and whether to try again', async (_name, rule, error, permanent, message) => {
    await fault(rule);
    const mailer = mailerFor({ ...withUser(), ...('hang' === rule.kind ? { SMTP_DEADLINE_MS: '1000' } : {}) });
    const answer = await mailer.send(MAIL, CALL);
    const status = /\d{3}/.exec(message.source)?.[0];
    const said = {
      error,
      permanent,
      message: expect.stringMatching(message),
      status: status === undefined ? null : Number(status),
    };
    expect(answer).toEqual({ ok: false, ...said });
    expect(mailer.log.lines).toMatchObject([{ event: 'mail.failed', facts: { error, permanent } }]);
    expect(`${JSON.stringify(mailer.log.lines)}${JSON.stringify(answer)}`).not.toMatch(/hunter2|acme\.example/);
    expect(await received()).toEqual([]);
  });

  test('for want of a configuration says that', async () => {
    expect(await mailerFor({ SMTP_URL: '' }).send(MAIL, CALL)).toMatchObject({ error: 'not-configured' });
  });

  test('for want of a server, or of encryption, can be tried again', async () => {
    for (const vars of [{ SMTP_URL: `smtp://127.0.0.1:${await closedPort()}` }, { SMTP_REQUIRE_TLS: 'true' }]) {
      expect(await mailerFor(vars).send(MAIL, CALL)).toMatchObject({ error: 'unavailable', permanent: false });
    }
    expect(await received()).toEqual([]);
  });

  test('does not offer the password to a server that takes none', async () => {
    const heard: string[] = [];
    const server = createServer((socket: Socket) => {
      socket.write('220 plain\r\n');
      socket.on('data', (chunk) => {
        heard.push(String(chunk));
        socket.write(String(chunk).startsWith('QUIT') ? '221 Bye\r\n' : '250 Yes\r\n');
      });
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const SMTP_URL = `smtp://usher:hunter2@127.0.0.1:${port}`;
    expect(await mailerFor({ SMTP_URL, SMTP_REQUIRE_TLS: 'true' }).send(MAIL, CALL)).toMatchObject({
      error: 'unavailable',
    });
    server.close();
    expect(heard[0]).toMatch(/^EHLO /);
    expect(heard.join('')).not.toMatch(/AUTH|MAIL FROM|hunter2/);
  });

  test('ends when its caller gives up', async () => {
    await fault({ kind: 'hang' });
    const giveUp = new AbortController();
    const answer = mailerFor().send(MAIL, { ...CALL, signal: giveUp.signal });
    giveUp.abort();
    expect(await answer).toMatchObject({ error: 'unavailable', permanent: false });
  });
});

describe('encryption', () => {
  test('with a certificate that nobody vouches for is no encryption: nothing is sent', async () => {
    const server = new SMTPServer({ secure: true, authOptional: true, logger: false });
    // The client breaking off is what is expected here.
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    const answer = await mailerFor({ SMTP_URL: `smtps://127.0.0.1:${port}` }).send(MAIL, CALL);
    expect(answer).toMatchObject({
      error: 'unavailable',
      permanent: false,
      message: expect.stringContaining('certificate'),
    });
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});
