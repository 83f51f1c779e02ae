import { emailKey, parseEmail } from '../email';
import { guessDisplayName, inSpokenOrder } from '../mailbox';

/** One person out of a list, or what could not be read as one. `text` is what stood there, to be shown and mended. */
export type Listed =
  | {
      ok: true;
      text: string;
      /** As typed, without what stood around it. */
      email: string;
      /** Two with one key are one person. */
      key: string;
      /** As given, or else a guess from the address. */
      displayName: string;
      /** Whether the name was given. */
      named: boolean;
    }
  | { ok: false; text: string; problem: string };

const WRAPPING = `\\s"'‘’“”„«»<>()[\\]\\p{Cf}`;
const BEFORE = new RegExp(`^[${WRAPPING}•·–—]+`, 'u');
const AFTER = new RegExp(`[${WRAPPING}.,;:!?…]`, 'u');
const LABEL = /^(?:mailto|smtp|to|cc|bcc|from|e-?mail|mail):/iu;
/** What stands in lists beside people: the head of a mail, numbering, "and". */
const NOISE = /^(?:(?:to|cc|bcc|from|e-?mail|mail):|\(?\d+[.):]|and|und|et)$/iu;
const NAME = /^[\p{L}\p{M}][\p{L}\p{M}\p{Cf}'’.\-\s,]*$/u;

export const hasContent = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
export const isNoise = (text: string): boolean => NOISE.test(text) || !hasContent(text);
/** Letters, and full stops only as in "J. R.": `acme.example` is an address that went wrong, not a name. */
export const isNameLike = (text: string): boolean => NAME.test(text) && !/\.[\p{L}]{2}/u.test(text);
export const tidyName = (text: string): string => inSpokenOrder(text.replace(/\s+/gu, ' ').trim());

/** An address without what people and programs wrap around one. */
export function bareAddress(text: string): string {
  let bare = text.replace(BEFORE, '').replace(LABEL, '').replace(BEFORE, '');
  // From the end, letter by letter: a pattern of "many, then the end" begins anew at each of its places.
  let end = bare.length;
  while (end > 0 && AFTER.test(bare.charAt(end - 1))) end -= 1;
  bare = bare.slice(0, end);
  const query = bare.indexOf('?', bare.indexOf('@'));
  return query > 0 && bare.includes('@') ? bare.slice(0, query) : bare;
}

/** Judges one address; a name that is only the address again is none. */
export function listed(text: string, address: string, name: string): Listed {
  const email = bareAddress(address);
  const parsed = parseEmail(email);
  if (!parsed.ok) return { ok: false, text: text.trim(), problem: parsed.problem };
  const given = emailKey(bareAddress(name)) === parsed.key ? '' : tidyName(name);
  return {
    ok: true,
    text: text.trim(),
    email,
    key: parsed.key,
    displayName: given || guessDisplayName(email),
    named: given !== '',
  };
}

/** What has no @ at all. */
export const noAddress = (text: string): Listed => ({
  ok: false,
  text: text.trim(),
  problem: 'There is no address in this: an address has an @.',
});
