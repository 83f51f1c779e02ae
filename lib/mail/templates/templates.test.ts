import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invitationAccepted } from './invitation-accepted';
import { lapsingDigest } from './lapsing-digest';
import type { Rendered } from './letter';
import type { RequestFacts } from './request';
import { requestDecided } from './request-decided';
import { requestExpired } from './request-expired';
import { requestWaiting } from './request-waiting';
import { sponsorNamed } from './sponsor-named';

const PLACE = { origin: 'https://usher.acme.example' };
const SETTINGS = 'https://usher.acme.example/settings/notifications';
const AT = new Date('2026-12-01T14:05:00Z');

type Texts = Record<'name' | 'email' | 'other' | 'id', string>;

const requestWith = ({ name, email, other, id }: Texts): RequestFacts => ({
  id,
  requester: { name: `r${name}`, email },
  guest: { name, email },
  directory: other,
  roles: [other, name],
  purpose: other,
  until: other,
});

/** Every mail there is, with the same texts in all of its fields. */
function everyMail(texts: Texts): Rendered[] {
  const { name, email, other, id } = texts;
  const request = requestWith(texts);
  const by = { name, email };
  const invitation = { id, guest: by, directory: other, roles: [other], inviter: by, acceptedAt: AT };
  return [
    requestWaiting({ ...request, expiresAt: AT }, PLACE),
    requestDecided(request, { kind: 'approved', by, changes: [] }, PLACE),
    requestDecided(
      request,
      {
        kind: 'approved',
        by,
        changes: [
          { kind: 'roles-removed', roles: [other, name] },
          { kind: 'name', from: other, to: name },
          { kind: 'note', text: other },
        ],
      },
      PLACE,
    ),
    requestDecided(request, { kind: 'denied', by, reason: other }, PLACE),
    requestDecided(request, { kind: 'asked-back', by, question: other }, PLACE),
    requestDecided(request, { kind: 'expired' }, PLACE),
    requestExpired(request, PLACE),
    invitationAccepted(invitation, 'inviter', PLACE),
    invitationAccepted(invitation, 'sponsor', PLACE),
    sponsorNamed({ guest: by, directory: other, inviter: by, purpose: other, contact: other }, PLACE),
    lapsingDigest([{ id, guest: by, directory: other, lapsesAt: AT }], 'inviter', PLACE),
    lapsingDigest([{ id, guest: by, directory: other, lapsesAt: AT }], 'sponsor', PLACE),
  ];
}

const PLAIN: Texts = { name: 'Ada', email: 'ada@partner.example', other: 'Word', id: 'i1' };
const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
const linksOf = (html: string): string[] => [...html.matchAll(/ href="([^"]*)"/g)].map((match) => match[1] ?? '');

describe('every mail', () => {
  const evil = fc
    .tuple(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '<img src=x onerror=alert(1)>',
        '"><script>',
        "' style='x",
        '</td></table>',
        '\r\nBcc: e@evil.example',
        '\u2028',
        '\u202e',
        '&lt;',
        '-->',
      ),
      fc.string({ maxLength: 8 }),
    )
    .map((parts) => `x${parts.join('')}`);

  it('has the same tags whatever people wrote: no text of theirs becomes HTML, or a second line of the subject', () => {
    const usual = everyMail(PLAIN).map(({ html }) =>
      tagsOf(html.replaceAll('<br>', '')).map((tag) => tag.replace(/ href="[^"]*"/, '')),
    );
    fc.assert(
      fc.property(fc.record({ name: evil, email: evil, other: evil, id: evil }), (texts) => {
        for (const [i, mail] of everyMail(texts).entries()) {
          const tags = tagsOf(mail.html.replaceAll('<br>', '')).map((tag) => tag.replace(/ href="[^"]*"/, ''));
          expect(tags).toEqual(usual[i]);
          expect(mail.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
          expect(mail.html).not.toContain('\u202e');
          expect(mail.text).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
          for (const link of linksOf(mail.html))
            expect(link).toMatch(/^https:\/\/usher\.acme\.example\/[\w/%.~!*&#;()-]*$/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('says in text all that it says in HTML, and the same links', () => {
    for (const { text, html } of everyMail({ ...PLAIN, name: 'Ada Lovelace', other: 'Freight & customs' })) {
      const shown = html
        .slice(html.indexOf('<body'))
        .replace(/<\/?(?:bdi|strong)>/g, '')
        .split(/<[^>]*>/)
        .map((part) => part.replace(/&#38;/g, '&').trim())
        .filter((part) => part !== '' && part !== 'Usher');
      const asText = text.replace(/\s+/g, ' ');
      for (const part of shown) expect(asText).toContain(part.replace(/\s+/g, ' '));
      for (const link of linksOf(html)) expect(text).toContain(link);
    }
  });

  it('loads nothing, follows nobody, and says why it came and where to change that', () => {
    for (const { text, html } of everyMail(PLAIN)) {
      expect(html).not.toMatch(
        /<(?:img|link|script|iframe|form|video)|url\(|@import|https?:\/\/(?!usher\.acme\.example\/)/,
      );
      expect(text).toMatch(/You get this mail because .+\./);
      expect(text).toContain(SETTINGS);
    }
  });

  it('sets names written from right to left apart from the words around them', () => {
    for (const { subject, html } of everyMail({ ...PLAIN, name: 'نور الهدى' })) {
      expect(html).toContain('<bdi>نور الهدى</bdi>');
      if (subject.includes('نور')) expect(subject).toContain('\u2068نور الهدى\u2069');
    }
    expect(
      everyMail(PLAIN)
        .map(({ subject }) => subject)
        .join(''),
    ).not.toContain('\u2068');
  });
});

describe('each mail says what its reader needs', () => {
  const request: RequestFacts = {
    id: 'req 1',
    requester: { name: 'Ana Ruiz', email: 'ana.ruiz@acme.example' },
    guest: { name: 'Ada Lovelace', email: 'ada@partner.example' },
    directory: 'Acme Partners',
    roles: ['Basic User', 'Contractor'],
    purpose: 'Freight audit',
    until: '31 March',
  };
  const by = { name: 'Maya Chen', email: 'maya.chen@acme.example' };
  const link = 'https://usher.acme.example/requests/req%201';

  it.each<[string, Rendered, string, string[]]>([
    [
      'request-waiting',
      requestWaiting({ ...request, expiresAt: AT }, PLACE),
      'Ana Ruiz asks for access for Ada Lovelace',
      [
        'Ana Ruiz (ana.ruiz@acme.example)',
        'Ada Lovelace (ada@partner.example)',
        'Roles: Basic User and Contractor',
        'Purpose: Freight audit',
        'Until: 31 March',
        'expires on Tue, 1 Dec 2026, 14:05 UTC',
        link,
      ],
    ],
    [
      'request-decided, approved',
      requestDecided(request, { kind: 'approved', by, changes: [] }, PLACE),
      'Approved: access for Ada Lovelace',
      ['Maya Chen approved your request for Ada Lovelace\n', 'goes to ada@partner.example', link],
    ],
    [
      'request-decided, approved with changes',
      requestDecided(
        request,
        {
          kind: 'approved',
          by,
          changes: [
            { kind: 'roles-removed', roles: ['Contractor'] },
            { kind: 'name', from: 'Ada Lovelace', to: 'Ada King' },
            { kind: 'note', text: 'Ask again\nin May.' },
          ],
        },
        PLACE,
      ),
      'Approved with changes: access for Ada Lovelace',
      ['Left out: Contractor', 'Name: Ada King, not Ada Lovelace', 'A note:\n> Ask again\n> in May.', link],
    ],
    [
      'request-decided, denied',
      requestDecided(request, { kind: 'denied', by, reason: 'No contract yet.' }, PLACE),
      'Not approved: access for Ada Lovelace',
      ['Maya Chen did not approve', 'The reason:\n> No contract yet.', 'Nothing was sent.', link],
    ],
    [
      'request-decided, asked back',
      requestDecided(request, { kind: 'asked-back', by, question: 'Which site?' }, PLACE),
      'A question about your request for Ada Lovelace',
      ['The question:\n> Which site?', 'waits for your answer', `Answer the question:\n${link}`],
    ],
    [
      'request-decided, expired',
      requestDecided(request, { kind: 'expired' }, PLACE),
      'Expired: your request for Ada Lovelace',
      ['nobody decided it in time', 'Ask again if access is still needed', link],
    ],
    [
      'request-expired',
      requestExpired(request, PLACE),
      'Expired: Ana Ruiz’s request for Ada Lovelace',
      ['nobody decided it in time', 'Ana Ruiz has been told', link],
    ],
    [
      'invitation-accepted',
      invitationAccepted(
        {
          id: 'inv-1',
          guest: request.guest,
          directory: 'Acme Partners',
          roles: ['Basic User'],
          inviter: by,
          acceptedAt: AT,
        },
        'inviter',
        PLACE,
      ),
      'Ada Lovelace has accepted',
      [
        'Acme Partners',
        'Accepted: Tue, 1 Dec 2026, 14:05 UTC',
        'Invited by: Maya Chen',
        'https://usher.acme.example/invitations/inv-1',
        'you sent this invitation',
      ],
    ],
    [
      'sponsor-named',
      sponsorNamed(
        {
          guest: request.guest,
          directory: 'Acme Partners',
          inviter: by,
          purpose: 'Freight audit',
          contact: 'the service desk',
        },
        PLACE,
      ),
      'You are named as sponsor of Ada Lovelace',
      [
        'Maya Chen named you',
        'Why:\n> Freight audit',
        'If this is wrong, tell Maya Chen (maya.chen@acme.example) or the service desk',
        'https://usher.acme.example/my-guests',
      ],
    ],
    [
      'lapsing-digest',
      lapsingDigest(
        [
          {
            id: 'late',
            guest: { name: 'Zoë', email: 'zoe@partner.example' },
            directory: 'Acme Partners',
            lapsesAt: new Date('2026-12-02T09:00:00Z'),
          },
          { id: 'soon', guest: request.guest, directory: 'Acme Partners', lapsesAt: AT },
        ],
        'inviter',
        PLACE,
      ),
      '2 invitations lapse within 48 hours',
      [
        '* Ada Lovelace (ada@partner.example)\n  Acme Partners · the link works until Tue, 1 Dec 2026, 14:05 UTC\n  https://usher.acme.example/invitations/soon\n* Zoë',
        '/invitations/late',
      ],
    ],
  ])('%s', (_name, { subject, text }, expected, parts) => {
    expect(subject).toBe(expected);
    for (const part of parts) expect(text).toContain(part);
  });

  it('a sponsor is led to pages that a sponsor may open', () => {
    const guest = request.guest;
    const accepted = { id: 'inv-1', guest, directory: 'd', roles: [], inviter: by, acceptedAt: AT };
    for (const { text } of [
      invitationAccepted(accepted, 'sponsor', PLACE),
      lapsingDigest([{ id: 'inv-1', guest, directory: 'd', lapsesAt: AT }], 'sponsor', PLACE),
    ]) {
      expect(text).toContain('https://usher.acme.example/my-guests');
      expect(text).not.toContain('/invitations/');
    }
  });

  it('a digest of very many names the first hundred and counts the rest', () => {
    const many = Array.from({ length: 130 }, (_, n) => ({
      id: `i${n}`,
      guest: request.guest,
      directory: 'd',
      lapsesAt: AT,
    }));
    const { text } = lapsingDigest(many, 'inviter', PLACE);
    expect(text.match(/^\* /gm)).toHaveLength(100);
    expect(text).toContain('And 30 more.');
  });
});
