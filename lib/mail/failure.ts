import type { MailFailure } from '@/lib/invitations/mailer';

/** What nodemailer says of an error. */
type SmtpFacts = Partial<Record<'code' | 'command' | 'message' | 'response' | 'responseCode' | 'syscall', unknown>>;

/** What went wrong with one delivery, and the facts of it that name nobody. */
export type Classified = { failure: MailFailure; code: string };

/** The steps at which a final no is about this recipient or this mail, and not about Usher's way in. */
const ABOUT_THE_MAIL = new Set(['RCPT TO', 'DATA']);

/**
 * Sorts what a delivery failed with. Only a 5xx about the recipient or the mail itself is final; 503 is about the order of
 * the conversation (RFC 5321 §4.2.4).
 */
export function classify(error: unknown): Classified {
  const facts: SmtpFacts = typeof error === 'object' && error !== null ? error : {};
  const code = typeof facts.code === 'string' ? facts.code : 'unknown';
  const status = typeof facts.responseCode === 'number' ? facts.responseCode : null;
  const command = typeof facts.command === 'string' ? facts.command : '';
  const words = typeof facts.response === 'string' ? facts.response : '';
  if (status !== null && ABOUT_THE_MAIL.has(command)) {
    return {
      failure: failure(
        'refused',
        status >= 500 && status !== 503,
        `The mail server refused it: ${oneLine(words)}`,
        status,
      ),
      code,
    };
  }
  return { failure: failure('unavailable', false, unavailable(facts, code, words), status), code };
}

export const failure = (
  error: MailFailure['error'],
  permanent: boolean,
  message: string,
  status: number | null = null,
): MailFailure => ({
  ok: false,
  error,
  permanent,
  message,
  status,
});

function unavailable({ message, syscall, responseCode }: SmtpFacts, code: string, words: string): string {
  if (code === 'ETLS') return 'No encrypted connection to the mail server could be made.';
  if (responseCode !== undefined) return `The mail server refused Usher itself: ${oneLine(words)}`;
  const reason = typeof message === 'string' ? oneLine(message) : code;
  if (code === 'ETIMEDOUT' || code === 'EABORT') {
    return 'The mail server did not answer in time; it may have taken the mail.';
  }
  if (code === 'EDNS' || code === 'EAUTH' || syscall === 'connect') return `The mail server was not reached: ${reason}`;
  return `The connection to the mail server broke (${reason}); it may have taken the mail.`;
}

const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
