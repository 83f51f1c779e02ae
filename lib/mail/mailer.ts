import 'server-only';
import type { SendMailOptions } from 'nodemailer';
import { CONTROL, parseEmail } from '@/lib/invitations/email';
import type { Mail, Mailer } from '@/lib/invitations/mailer';
import type { Clock, Log } from '@/lib/invitations/ports';
import type { MailConfig } from './config';
import { classify, failure } from './failure';
import { openTransport } from './transport';

/** The mailer over SMTP; without a configuration it sends nothing and says so. One line in the log for each attempt. */
export function createMailer(config: MailConfig | null, { clock, log }: { clock: Clock; log: Log }): Mailer {
  return {
    async send(mail, call) {
      if (config === null) return failure('not-configured', true, 'Mail is off: SMTP_URL is not set.');
      const to = parseEmail(mail.to);
      if (!to.ok) return failure('refused', true, `The recipient’s address is not usable. ${to.problem}`);
      const since = clock.monotonicMs();
      const facts = () => ({
        mail: mail.id,
        requestId: call.requestId,
        durationMs: Math.round(clock.monotonicMs() - since),
      });
      const deadline = AbortSignal.timeout(config.deadlineMs);
      const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
      try {
        const message = compose(mail, to.address, config, signal);
        await openTransport(config).sendMail(message);
        log.info('mail.sent', facts());
        return { ok: true, messageId: message.messageId };
      } catch (error) {
        const { failure: failed, code } = classify(error);
        log.warn('mail.failed', {
          ...facts(),
          error: failed.error,
          permanent: failed.permanent,
          code,
          status: failed.status,
        });
        return failed;
      }
    },
  };
}

/** The message of a mail. Its headers are made here and nowhere else, each from text without line breaks. */
function compose(
  mail: Mail,
  to: string,
  config: MailConfig,
  signal: AbortSignal,
): SendMailOptions & { messageId: string } {
  const id = token(mail.id);
  return {
    from: config.from,
    to: { name: headerText(mail.toName), address: to },
    // Spelled out, so that what the headers say has no say in where the mail goes.
    envelope: { from: config.from.address, to: [to] },
    subject: headerText(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: `<${id}@${config.from.address.slice(config.from.address.lastIndexOf('@') + 1)}>`,
    headers: {
      'X-Usher-Id': id,
      // RFC 3834, and what Exchange understands: no automatic answer to this.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    signal,
  };
}

/** Text for a header: every line break or control character becomes a space. */
const headerText = (text: string): string => text.replace(new RegExp(CONTROL, 'gu'), ' ').replace(/ +/g, ' ').trim();

/** An id as it may stand in a Message-ID (RFC 5322 atext), different for different ids. */
const token = (id: string): string =>
  id.replace(/[^A-Za-z0-9-]/gu, (char) => `=${char.codePointAt(0)?.toString(16) ?? ''}=`);

/** Whether the server lets Usher in: connects, encrypts, signs in, and sends nothing. The failure's message is in words. */
export async function verifyMailServer(
  config: MailConfig,
): Promise<{ ok: true } | { ok: false; code: string; message: string }> {
  try {
    await openTransport(config).verify();
    return { ok: true };
  } catch (error) {
    const { failure: failed, code } = classify(error);
    return { ok: false, code, message: failed.message };
  }
}
