import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddresses } from './addresses';
import { looksLikeMany } from './looks-like-many';

/** `email` or `email = Name` for people (the name only where it was given), `! fragment` for what is bad. */
const read = (text: string): string[] =>
  readAddresses(text).listed.map((each) =>
    each.ok ? (each.named ? `${each.email} = ${each.displayName}` : each.email) : `! ${each.text}`,
  );

const ADA = 'ada@acme.example = Ada Lovelace';
const BOB = 'bob@acme.example = Bob Babbage';

describe('readAddresses: what stands between addresses', () => {
  it.each([
    ['commas', 'ada@acme.example,bob@acme.example, eve@acme.example'],
    ['semicolons', 'ada@acme.example;bob@acme.example ; eve@acme.example;'],
    ['spaces', 'ada@acme.example bob@acme.example  eve@acme.example'],
    ['tabs', 'ada@acme.example\tbob@acme.example\teve@acme.example'],
    ['lines', 'ada@acme.example\nbob@acme.example\r\n\r\neve@acme.example\n'],
    ['non-breaking spaces', 'ada@acme.example\u00a0bob@acme.example\u202feve@acme.example'],
    ['full-width punctuation', 'ada@acme.example，bob@acme.example；eve@acme.example'],
    ['brackets', '<ada@acme.example><bob@acme.example>\n<eve@acme.example>'],
    ['several in one pair of brackets', '<ada@acme.example, bob@acme.example; eve@acme.example>'],
    ['quotes', `"ada@acme.example","bob@acme.example",'eve@acme.example'`],
    ['words', 'ada@acme.example, bob@acme.example and eve@acme.example.'],
    ['slashes and bullets', '• ada@acme.example / bob@acme.example\n- eve@acme.example'],
    ['numbers', '1. ada@acme.example\n2) bob@acme.example\n(3) eve@acme.example'],
    ['mailto and labels', 'mailto:ada@acme.example?subject=Hi To:bob@acme.example\nCc: eve@acme.example'],
    ['full stops at the end', 'ada@acme.example.\nbob@acme.example!\neve@acme.example…'],
    ['marks that nobody sees', '\u202aada@acme.example\u202c\u200b \ufeffbob@acme.example eve@acme.example\u200e'],
  ])('%s', (_what, text) => {
    expect(read(text)).toEqual(['ada@acme.example', 'bob@acme.example', 'eve@acme.example']);
  });
});

describe('readAddresses: names', () => {
  it.each([
    ['Ada Lovelace <ada@acme.example>, "Babbage, Bob" <bob@acme.example>'],
    ['Lovelace, Ada <ada@acme.example>; Babbage, Bob <bob@acme.example>'],
    ['Lovelace, Ada <ada@acme.example>, Babbage, Bob <bob@acme.example>'],
    ['Ada Lovelace<ada@acme.example> Bob Babbage <mailto:bob@acme.example>'],
    ['"Ada Lovelace" <ada@acme.example>;\nBob Babbage\n <bob@acme.example>'],
    ['ada@acme.example (Ada Lovelace), bob@acme.example (Babbage, Bob)'],
    ['Ada Lovelace ada@acme.example\nBob Babbage bob@acme.example'],
    ['Ada Lovelace, ada@acme.example\nbob@acme.example, Bob Babbage'],
    ['Ada Lovelace ada@acme.example Bob Babbage bob@acme.example'],
    ['ada@acme.example Ada Lovelace bob@acme.example Bob Babbage'],
    ['"Ada Lovelace <ada@acme.example>", "Bob Babbage <bob@acme.example>"'],
    ['From: Ada Lovelace <ada@acme.example>\nTo: Bob Babbage <bob@acme.example>'],
    ['Ada Lovelace\tada@acme.example\nBob Babbage\tbob@acme.example'],
    ['ada@acme.example\tAda Lovelace\nbob@acme.example\tBob Babbage\n'],
    ['Ada\tLovelace\tada@acme.example\r\nBob\tBabbage\tbob@acme.example\r\n'],
    ['Name\tE-mail\tCompany\nAda Lovelace\tada@acme.example\tAcme\nBob Babbage\tbob@acme.example\tAcme'],
    ['"Ada\nLovelace"\tada@acme.example\n"Bob\nBabbage"\tbob@acme.example'],
    ['Lovelace, Ada\tada@acme.example\nBabbage, Bob\tbob@acme.example'],
    ['+44 123\tAda Lovelace\tada@acme.example\n\t\t\n7\tBob Babbage\tbob@acme.example'],
  ])('%j', (text) => {
    expect(read(text)).toEqual([ADA, BOB]);
  });

  it('suggests a name where none was given, and does not call it given', () => {
    expect(readAddresses("'ada.lovelace@acme.example' <ada.lovelace@acme.example>").listed).toEqual([
      expect.objectContaining({ email: 'ada.lovelace@acme.example', displayName: 'Ada Lovelace', named: false }),
    ]);
  });

  it('takes a cell with several lines for several addresses', () => {
    expect(read('"ada@acme.example\nbob@acme.example"\t"x\ty"\neve@acme.example\t')).toEqual([
      'ada@acme.example',
      'bob@acme.example',
      'eve@acme.example',
    ]);
  });

  it('keeps what is strange in a name for the eye, not for the guess', () => {
    expect(read('Jean-Luc O’Neil J. R. <jl@acme.example>')).toEqual(['jl@acme.example = Jean-Luc O’Neil J. R.']);
  });
});

describe('readAddresses: what is bad', () => {
  it.each([
    ['ada@acme.example, bobacme.example, eve@acme.example', 'bobacme.example', /no address in this/],
    ['ada@acme.example, bob, eve@acme.example', 'bob', /no address in this/],
    ['ada@acme.example bob eve@acme.example', 'bob', /no address in this/],
    ['ada@acme.example\tbobacme.example\teve@acme.example', 'bobacme.example', /no address in this/],
    ['ada@acme.example; bob@; eve@acme.example', 'bob@', /whole address/],
    ['ada@acme.example; Bob <bob@acme>; eve@acme.example', 'Bob <bob@acme>', /is not a mail domain/],
    ['ada@acme.example; Bob <>; eve@acme.example', 'Bob <>', /Enter an email address/],
    ['ada@acme.example; bo\u200bb@acme.example; eve@acme.example', 'bo\u200bb@acme.example', /invisible character/],
    ['ada@acme.example; "Bob B"@acme.example; eve@acme.example', '"Bob B"@acme.example', /./],
    ['ada@acme.example\nBob Babbage\neve@acme.example', 'Bob Babbage', /no address in this/],
    ['ada@acme.example\t1\nBob\tBabbage\neve@acme.example\t2', 'Bob Babbage', /no address in this/],
  ])('%j keeps %j with its reason', (text, fragment, reason) => {
    const { listed } = readAddresses(text);
    expect(read(text)).toEqual(['ada@acme.example', `! ${fragment}`, 'eve@acme.example']);
    const bad = listed[1];
    expect(bad?.ok === false && bad.problem).toMatch(reason);
  });
});

describe('readAddresses: the same person twice', () => {
  it('is folded, whatever the case and form of the domain, and told', () => {
    const { listed, doubled } = readAddresses(
      'ada@bücher.example, bob@acme.example, ADA@xn--bcher-kva.example, Bob Babbage <Bob@Acme.example>, bob@acme.example',
    );
    expect(listed).toMatchObject([
      { email: 'ada@bücher.example' },
      { email: 'bob@acme.example', displayName: 'Bob Babbage' },
    ]);
    expect(doubled.map(({ key }) => key)).toEqual([
      'ada@xn--bcher-kva.example',
      'bob@acme.example',
      'bob@acme.example',
    ]);
  });
});

describe('readAddresses: anything', () => {
  const address = fc.constantFrom(
    'ada@acme.example',
    'bob@acme.example',
    'x.y@z.example',
    'bad@',
    '@',
    'no.at',
    'Ada',
    'L',
  );
  const glue = fc.constantFrom(
    ', ',
    ';',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\u00a0',
    ' <',
    '>',
    '"',
    '""',
    '(',
    ')',
    '\\',
    'mailto:',
    '1. ',
    '-',
  );
  const lists = fc.array(fc.oneof(address, glue), { maxLength: 40 }).map((parts) => parts.join(''));
  const contents = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

  it('is answered, and every word of it is accounted for', () => {
    fc.assert(
      fc.property(fc.oneof(lists, fc.string({ unit: 'binary' }), fc.string()), (text) => {
        const { listed, doubled, aside } = readAddresses(text);
        const kept = [...listed.map((each) => each.text), ...doubled.map((each) => each.text), ...aside];
        const left = contents(kept.join(' ')).sort();
        expect(left).toEqual(contents(text).sort());
      }),
      { numRuns: 1000 },
    );
  });

  it('every address that stands by itself becomes a person, in its order', () => {
    const separator = fc.constantFrom(',', ', ', ';', '; ', ' ', '\n', '\r\n', '\t', ' \u00a0', ';\n', ',\n');
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(9999), { minLength: 1, maxLength: 60 }), separator, (numbers, between) => {
        const addresses = numbers.map((number) => `guest${number}@acme.example`);
        expect(read(addresses.join(between))).toEqual(addresses);
      }),
    );
  });

  it('reads back what it read', () => {
    fc.assert(
      fc.property(lists, (text) => {
        const people = readAddresses(text).listed.filter((each) => each.ok);
        expect(read(people.map(({ email }) => email).join('; '))).toEqual(people.map(({ email }) => email));
      }),
    );
  });
});

describe('looksLikeMany', () => {
  it.each([
    ['ada@acme.example', false],
    ['ada@acme.example ', false],
    ['ada@acme.example, ', false],
    ['Ada Lovelace <ada@acme.example>;', false],
    ['"Lovelace, Ada" <ada@acme.example>', false],
    ['ada@acme.example b', false],
    ['ada@acme.example,b@', true],
    ['ada@acme.example\nbob@acme.example', true],
    ['ada@bob@acme.example', false],
  ])('%j: %s', (text, many) => {
    expect(looksLikeMany(text)).toBe(many);
  });
});
