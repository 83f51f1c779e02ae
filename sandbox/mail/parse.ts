import { type AddressObject, simpleParser } from 'mailparser';
import type { ReceivedMail } from './mailbox';

type Parsed = Pick<ReceivedMail, 'from' | 'toHeader' | 'subject' | 'messageId' | 'headers' | 'text' | 'html'>;

/** Takes a mail apart. Nothing is added: a mail without a text part has none. */
export async function parseMail(raw: Buffer): Promise<Parsed> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const headers: Record<string, string[]> = {};
  for (const { key, line } of mail.headerLines) {
    const value = line.slice(line.indexOf(':') + 1).replace(/\r?\n(?=[ \t])/g, '');
    headers[key] = [...(headers[key] ?? []), value.trim()];
  }
  return {
    from: addresses(mail.from),
    toHeader: addresses(mail.to),
    subject: mail.subject ?? '',
    messageId: (mail.messageId ?? '').replace(/^<|>$/g, ''),
    headers,
    text: mail.text ?? '',
    html: mail.html || '',
  };
}

const addresses = (header: AddressObject | AddressObject[] | undefined): string =>
  [header ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');
