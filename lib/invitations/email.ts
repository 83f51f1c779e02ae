/**
 * E-mail addresses: what is one, how it goes on the wire, and when two are the same. Pure; runs in browser and server.
 *
 * Limits: RFC 5321 §4.5.3.1 (local part 64 octets, path 256 with its brackets, so 254), RFC 1035 §2.3.4 (label 63,
 * name 253), RFC 6531 (UTF-8 in the local part), UTS #46 through the URL parser (international domains).
 */

export const MAX_EMAIL_OCTETS = 254;
const MAX_LOCAL_OCTETS = 64;
const MAX_DOMAIN_OCTETS = 253;

const octets = (text: string): number => new TextEncoder().encode(text).length;

/** C0, DEL, C1, line and paragraph separators: what header injection is made of. */
export const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Characters that are not seen: an address with one is not what it looks like. */
export const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/u;

/** RFC 5322 atext, widened by RFC 6531 to everything that is not ASCII; white space is excluded separately. */
const LOCAL_PART =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]+)*$/u;
/** What the URL parser would read as something other than a host name. */
const NOT_A_HOST = /[/\\?#@:[\]%<>^|\s]/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

export type ParsedEmail =
  | {
      ok: true;
      /** As it is sent: local part as typed (NFC), domain in ASCII and lower case. */
      address: string;
      /** For comparison only: `address` in lower case. Two addresses with one key are one person. */
      key: string;
      domain: string;
    }
  | { ok: false; problem: string };

const problem = (text: string): ParsedEmail => ({ ok: false, problem: text });

/** The domain in its ASCII form (A-labels), or null when it is not a host name on the public pattern. */
export function domainToAscii(domain: string): string | null {
  if (domain === '' || NOT_A_HOST.test(domain)) return null;
  let ascii: string;
  try {
    ascii = new URL(`http://${domain}`).hostname;
  } catch {
    return null;
  }
  const labels = ascii.split('.');
  if (labels.length < 2 || octets(ascii) > MAX_DOMAIN_OCTETS) return null;
  if (!labels.every((label) => label.length <= 63 && LABEL.test(label))) return null;
  // A last label of digits makes the parser read the whole as an IPv4 address, which is nobody's mail domain.
  return /^\d+$/.test(labels.at(-1) ?? '') ? null : ascii;
}

/**
 * Reads one address as a person typed it. White space around it is dropped; nothing else is guessed.
 * Answers the problem in words that fit beside the field.
 */
export function parseEmail(input: string): ParsedEmail {
  const text = input.trim().normalize('NFC');
  if (text === '') return problem('Enter an email address.');
  if (CONTROL.test(text)) return problem('The address contains a line break or control character. Type it again.');
  if (INVISIBLE.test(text))
    return problem('The address contains an invisible character. Type it again instead of pasting.');
  if (/\s/u.test(text)) return problem('An address has no spaces. Enter one address only.');
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return problem('Enter a whole address, like ada@acme.example.');
  const local = text.slice(0, at);
  if (local.startsWith('"')) return problem('Quoted addresses are not supported.');
  if (!LOCAL_PART.test(local)) return problem(`“${local}” cannot stand before the @ of an address.`);
  if (octets(local) > MAX_LOCAL_OCTETS)
    return problem(`The part before the @ is too long (at most ${MAX_LOCAL_OCTETS} bytes).`);
  const domain = domainToAscii(text.slice(at + 1));
  if (domain === null) return problem(`“${text.slice(at + 1)}” is not a mail domain.`);
  const address = `${local}@${domain}`;
  if (octets(address) > MAX_EMAIL_OCTETS)
    return problem(`The address is too long (at most ${MAX_EMAIL_OCTETS} bytes).`);
  return { ok: true, address, key: address.toLowerCase(), domain };
}

/** What addresses are compared by, in whatever form they come. Plain text in lower case where it is no address. */
export function emailKey(text: string): string {
  const parsed = parseEmail(text);
  return parsed.ok ? parsed.key : text.normalize('NFC').trim().toLowerCase();
}

/** Whether two addresses, in whatever form, are the same person's. */
export const sameEmail = (a: string, b: string): boolean => emailKey(a) === emailKey(b);
