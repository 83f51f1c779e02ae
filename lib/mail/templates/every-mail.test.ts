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
  const odd = fc.oneof(
    fc.constantFrom('\0', '\x85', '\u2029', '\u2067', '<', '&', 'é', '😀', 'نور'),
    fc.string({ maxLength: 3 }),
  );
  const evil = fc
    .tuple(
      fc.array(odd, { maxLength: 6 }),
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
    .map((parts) => `x${parts.flat().join('')}`);

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
