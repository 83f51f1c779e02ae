import providers from 'email-providers/all.json';
import common from 'email-providers/common.json';

/** Well known, and left out of the library's lists or of the shorter one. */
const ALSO = [
  'disroot.org',
  'duck.com',
  'fastmail.com',
  'googlemail.com',
  'keemail.me',
  'kolabnow.com',
  'posteo.de',
  'riseup.net',
  'startmail.com',
  'tuta.com',
  'tuta.io',
  'tutamail.com',
  'tutanota.com',
  'tutanota.de',
  'ymail.com',
  'zohomail.com',
  'zohomail.eu',
];

const COMMON: ReadonlySet<string> = new Set([...common, ...ALSO]);
const FREE: ReadonlySet<string> = new Set([...providers, ...ALSO]);

/** Whether anybody can have an address at this domain: it says nothing of whom somebody works for. */
export const isFreeMail = (domain: string): boolean => FREE.has(domain);

/** Whether it is one of those that everybody has heard of. The whole list has slips of their names that were registered. */
export const isCommonMail = (domain: string): boolean => COMMON.has(domain);
