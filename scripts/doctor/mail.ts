import { mailConfig } from '@/lib/mail/config';
import { verifyMailServer } from '@/lib/mail/mailer';
import { bad, type Check, good, type Outcome } from './check';
import { MAIL, type Vars } from './variables';

/** Whether the mail server, when one is named, lets Usher in. Sends nothing. */
export function mailChecks(vars: Vars): Check[] {
  return [{ name: 'Mail server', needs: [MAIL], run: () => examineMailServer(vars) }];
}

async function examineMailServer(vars: Vars): Promise<Outcome> {
  const result = mailConfig(vars);
  if (!result.ok || result.config === null) return good('None to ask.');
  const { host, port, auth } = result.config;
  const answer = await verifyMailServer(result.config);
  if (answer.ok) return good(`${host}:${port} answers${auth === null ? '' : ', and lets Usher sign in'}.`);
  return bad(answer.message, ...mending(answer.code));
}

function mending(code: string): string[] {
  if (code === 'EAUTH') {
    return ['Look at user and password in SMTP_URL, and whether the server allows this way of signing in.'];
  }
  return [
    'Look at host and port in SMTP_URL (587 for smtp://, 465 for smtps://), and whether a firewall lets this machine reach them.',
    'For a certificate of your own authority set NODE_EXTRA_CA_CERTS to its file. A server without TLS is used only with SMTP_REQUIRE_TLS=false, and without a password.',
  ];
}
