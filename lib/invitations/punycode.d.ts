/** The library has no types of its own; those of Node's deprecated module of the same origin fit only that one's name. */
declare module 'punycode.js' {
  const punycode: { toUnicode(domain: string): string };
  export = punycode;
}
