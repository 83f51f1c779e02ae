import punycode from 'punycode.js';
import { parse } from 'tldts';

export type DomainName = {
  /** The part that somebody registered (public suffix list), in ASCII: whoever has it has all below it. */
  registered: string;
  /** `registered` without its public suffix, in Unicode: the name that one reads. */
  label: string;
  suffix: string;
  /** What stands before `registered`, with its dot; "" when nothing does. */
  sub: string;
};

/** Takes apart a mail domain in its ASCII form (`domainToAscii`). */
export function readDomain(host: string): DomainName {
  // The private part of the list too: anybody can have a name under github.io, and it is not the neighbour's.
  const { domain, publicSuffix } = parse(host, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  // A public suffix by itself has no owner: the whole then stands for itself.
  const registered = domain ?? host;
  const suffix = domain === null ? host.slice(host.indexOf('.') + 1) : (publicSuffix ?? '');
  return {
    registered,
    label: domainInWords(registered.slice(0, registered.length - suffix.length - 1)),
    suffix,
    sub: host.slice(0, host.length - registered.length),
  };
}

/** With its A-labels decoded; as it stands where they decode to nothing. */
export function domainInWords(domain: string): string {
  try {
    return punycode.toUnicode(domain);
  } catch {
    return domain;
  }
}
