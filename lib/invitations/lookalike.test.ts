import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slipsBetween } from './edit-distance';
import { parseEmail } from './email';
import type { Known } from './known-domains';
import { lookalikes } from './lookalike';

const KNOWN: Known = {
  ownDomains: ['acme.example', 'acme.com'],
  directoryDomains: ['northwind-partners.example', 'bücher.example'],
  invitedDomains: new Map([
    ['globaltransport.com', 12],
    ['initech.co.uk', 4],
    ['sap.com', 9],
    ['gmail.com', 40],
    ['johnson.example', 5],
    ['fabrikam.example', 1],
    ['fabrikan.example', 2],
  ]),
  people: [],
};

const keys = (email: string, displayName = '') => lookalikes(email, displayName, KNOWN).map(({ key }) => key);

describe('a domain that could be taken for a known one', () => {
  it.each([
    // Letters that read alike, in one script or across several.
    ['ada@acrne.example', 'confusable:acme.example', 'ada@acme.example'],
    ['ada@аcme.example', 'confusable:acme.example', 'ada@acme.example'],
    ['ada@асме.example', 'edit:acme.example', 'ada@acme.example'],
    ['ada@acmé.example', 'confusable:acme.example', 'ada@acme.example'],
    ['ada@xn--acm-dma.example', 'confusable:acme.example', 'ada@acme.example'],
    ['ada@αcme.com', 'confusable:acme.example', 'ada@acme.example'],
    ['ada@lnitech.co.uk', 'edit:initech.co.uk', 'ada@initech.co.uk'],
    ['ada@g1obaltransport.com', 'confusable:globaltransport.com', 'ada@globaltransport.com'],
    ['ada@gl0baltransport.com', 'confusable:globaltransport.com', 'ada@globaltransport.com'],
    ['ada@northvvind-partners.example', 'confusable:northwind-partners.example', 'ada@northwind-partners.example'],
    ['ada@bucher.example', 'confusable:xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@mail.acrne.example', 'confusable:acme.example', 'ada@mail.acme.example'],
    // Slips of a finger.
    ['ada@acmee.example', 'edit:acme.example', 'ada@acme.example'],
    ['ada@acne.example', 'edit:acme.example', 'ada@acme.example'],
    ['ada@acem.example', 'edit:acme.example', 'ada@acme.example'],
    ['ada@cme.example', 'edit:acme.example', 'ada@acme.example'],
    ['ada@acmw.com', 'edit:acme.com', 'ada@acme.com'],
    ['ada@nortwind-partner.example', 'edit:northwind-partners.example', 'ada@northwind-partners.example'],
    ['ada@gloablltransport.com', 'edit:globaltransport.com', 'ada@globaltransport.com'],
    ['ada@globaltransports.net', 'edit:globaltransport.com', 'ada@globaltransport.com'],
    ['ada@initec.co.uk', 'edit:initech.co.uk', 'ada@initech.co.uk'],
    ['Ada@ACMEE.example', 'edit:acme.example', 'Ada@acme.example'],
    ['ada@gmial.com', 'edit:gmail.com', 'ada@gmail.com'],
    // The name under another ending, or worn in front of another name.
    ['ada@acme.co', 'tld:acme.example', 'ada@acme.example'],
    ['ada@acme.com.co', 'tld:acme.example', 'ada@acme.example'],
    ['ada@acme.github.io', 'tld:acme.example', 'ada@acme.example'],
    ['ada@initech.com', 'tld:initech.co.uk', 'ada@initech.co.uk'],
    ['ada@sap.co', 'tld:sap.com', 'ada@sap.com'],
    ['ada@acme.example.login-portal.test', 'tld:acme.example', 'ada@acme.example'],
    // Of two that were invited, the rarer one looks like the other.
    ['ada@fabrikam.example', 'edit:fabrikan.example', 'ada@fabrikan.example'],
  ])('%s: %s', (email, key, fixed) => {
    expect(lookalikes(email, '', KNOWN)).toMatchObject([{ key, fixed }]);
  });
});

describe('no false alarm', () => {
  it.each([
    'ada@acme.example',
    'ada@ACME.com',
    'ada@mail.eu.acme.example',
    'ada@acme-partners.example',
    'ada@acmelogistics.example',
    'ada@partners.example',
    'ada@northwind.example',
    'ada@bücher.example',
    'ada@xn--bcher-kva.example',
    'ada@globaltransport.com',
    'ada@global.com',
    'ada@transport.com',
    'ada@initech.co.uk',
    'ada@intertech.co.uk',
    'ada@sas.com',
    'ada@map.com',
    'ada@example.com',
    'ada@acid.example',
    'ada@dome.example',
    'ada@fabrikan.example',
    'ada@gmail.com',
    'ada@ymail.com',
    'ada@contoso.test',
    'ada@co.uk',
    'ada@xn--fiqs8s.test',
    'not an address',
    '',
  ])('%j', (email) => {
    expect(keys(email, 'Ada Lovelace')).toEqual([]);
  });

  it('numbered neighbours are no slip', () => {
    const known = { ...KNOWN, ownDomains: ['factory12.example'] };
    expect(lookalikes('ada@factory13.example', '', known)).toEqual([]);
    expect(lookalikes('ada@factori12.example', '', known)).toHaveLength(1);
  });
});

describe('free mail in the name of a partner', () => {
  it.each([
    ['acme.logistics@gmail.com', '', 'free-mail:acme'],
    ['acmelogistics@outlook.com', '', 'free-mail:acme'],
    ['acrne2026@gmail.com', '', 'free-mail:acme'],
    ['ada@gmx.de', 'ACME Logistics', 'free-mail:acme'],
    ['northwind.partners@proton.me', '', 'free-mail:northwind-partners'],
    ['northwindpartners@tuta.com', '', 'free-mail:northwind-partners'],
    ['billing@yahoo.co.uk', 'Globaltransport Ltd', 'free-mail:globaltransport'],
    ['johnson.invoices@web.de', 'Kelly Smith', 'free-mail:johnson'],
  ])('%s, %j: %s', (email, name, key) => {
    expect(lookalikes(email, name, KNOWN)).toMatchObject([{ key, kind: 'free-mail', fixed: null }]);
  });

  it.each([
    ['ada.lovelace@gmail.com', 'Ada Lovelace'],
    ['pacmen@gmail.com', 'Pac Men'],
    ['kelly.johnson@gmail.com', 'Kelly Johnson'],
    ['gmail.user@outlook.com', 'Gmail User'],
    ['fabrikam@gmail.com', 'Fabrikam'],
    ['sap@gmail.com', 'Sap'],
    ['acme.logistics@contoso.test', 'Acme Logistics'],
  ])('not %s, %j', (email, name) => {
    expect(keys(email, name)).toEqual([]);
  });

  it('not where the free domain is one of ours', () => {
    const known = { ...KNOWN, directoryDomains: ['gmail.com'] };
    expect(lookalikes('acme.logistics@gmail.com', '', known)).toEqual([]);
  });
});

describe('a person who is there already', () => {
  const ada = { id: 'u1', name: 'Ada Lovelace', email: 'ada.lovelace@acme.example' };
  const known = { ...KNOWN, people: [ada, { id: 'u2', name: 'Info', email: 'info@acme.example' }] };

  it.each([
    ['ada.lovelace@contoso.test', ''],
    ['a.l@contoso.test', 'ada  LOVELACE'],
    ['ada.lovelacee@acme.example', ''],
    ['ada.lovelcae@acme.example', 'A. L.'],
  ])('%s, %j', (email, name) => {
    expect(lookalikes(email, name, known)).toEqual([
      {
        key: 'person:u1',
        kind: 'person',
        of: 'person',
        like: 'Ada Lovelace <ada.lovelace@acme.example>',
        fixed: ada.email,
      },
    ]);
  });

  it.each([
    ['ADA.lovelace@acme.example', 'Ada Lovelace'],
    ['info@contoso.test', 'Info'],
    ['adam.loveland@contoso.test', 'Adam Loveland'],
  ])('not %s, %j', (email, name) => {
    expect(lookalikes(email, name, known)).toEqual([]);
  });

  it('is one warning with the domain that the same fix mends', () => {
    expect(lookalikes('ada.lovelace@acrne.example', 'Ada L', known).map(({ key }) => key)).toEqual([
      'confusable:acme.example',
    ]);
  });

  it('is offered no address that is itself in doubt', () => {
    const doubtful = { ...KNOWN, people: [{ ...ada, email: 'ada.lovelace@acrne.example' }] };
    expect(lookalikes('ada.lovelace@contoso.test', '', doubtful)).toMatchObject([{ key: 'person:u1', fixed: null }]);
  });
});

it('says three things at most, the most serious first', () => {
  const known = {
    ...KNOWN,
    ownDomains: ['acme.example', 'acne.example', 'acre.example', 'acte.example'],
    people: [{ id: 'u1', name: 'Ada Lovelace', email: 'ada@contoso.test' }],
  };
  expect(lookalikes('ada@acrne.example', 'Ada Lovelace', known).map(({ kind }) => kind)).toEqual([
    'confusable',
    'edit',
    'edit',
  ]);
});

describe('for any address', () => {
  const label = fc.constantFrom(
    'acme',
    'acrne',
    'acne',
    'northwind',
    'northwynd',
    'globaltransport',
    'аcme',
    'bücher',
    'gmail',
  );
  const domain = fc
    .tuple(
      fc.constantFrom('', 'mail.', 'acme.example.'),
      label,
      fc.constantFrom('example', 'com', 'co.uk', 'github.io'),
    )
    .map(([sub, name, suffix]) => `${sub}${name}.${suffix}`);
  const local = fc.constantFrom('ada', 'ada.lovelace', 'acme.logistics', 'Acrne', 'o+x');
  const email = fc.tuple(local, domain).map(([before, after]) => `${before}@${after}`);
  const known = fc.record({
    ownDomains: fc.array(domain, { maxLength: 3 }),
    directoryDomains: fc.array(domain, { maxLength: 2 }),
    invitedDomains: fc.array(fc.tuple(domain, fc.nat(5)), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    people: fc.array(fc.record({ id: fc.uuid(), name: fc.constantFrom('Ada Lovelace', ''), email }), { maxLength: 3 }),
  });

  it('never throws, whatever is typed or known', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.emailAddress({ size: 'small' }),
      email,
      domain.map((each) => `xn--@xn--${each}`),
    );
    const few = { maxLength: 3 };
    const odd = fc.record({
      ownDomains: fc.array(fc.string({ unit: 'binary' }), few),
      directoryDomains: fc.array(fc.domain({ size: 'small' }), few),
      invitedDomains: fc.array(fc.tuple(fc.string(), fc.nat()), few).map((pairs) => new Map(pairs)),
      people: fc.array(fc.record({ id: fc.string(), name: fc.string({ unit: 'binary' }), email: fc.string() }), few),
    });
    fc.assert(
      fc.property(wild, fc.string({ unit: 'binary' }), fc.oneof(known, odd), (typed, name, all) => {
        expect(lookalikes(typed, name, all).length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('says nothing of a known domain or what is below it', () => {
    fc.assert(
      fc.property(known, fc.constantFrom('', 'mail.'), (all, sub) => {
        const often = [...all.invitedDomains].filter(([, times]) => times >= 3).map(([name]) => name);
        for (const each of [...all.ownDomains, ...all.directoryDomains, ...often]) {
          const found = lookalikes(`ada@${sub}${each}`, '', all).filter(({ kind }) => kind !== 'person');
          expect(found).toEqual([]);
        }
      }),
    );
  });

  it('offers only addresses of which nothing is to be said, and says nothing twice', () => {
    fc.assert(
      fc.property(email, known, (typed, all) => {
        const found = lookalikes(typed, 'Acme Lovelace', all);
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
        for (const { fixed } of found) {
          if (fixed === null) continue;
          expect(parseEmail(fixed)).toMatchObject({ ok: true, address: fixed });
          expect(lookalikes(fixed, 'Acme Lovelace', { ...all, people: [] })).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of two that are apart by a slip, each looks like the other when the other is ours', () => {
    const name = fc.stringMatching(/^[a-e]{1,11}$/);
    fc.assert(
      fc.property(name, name, (a, b) => {
        const says = (x: string, y: string) =>
          lookalikes(`ada@${x}.example`, '', { ...KNOWN, ownDomains: [`${y}.example`], directoryDomains: [] }).length >
          0;
        expect(says(a, b)).toBe(says(b, a));
        expect(slipsBetween(a, b)).toBe(slipsBetween(b, a));
      }),
    );
  });
});
