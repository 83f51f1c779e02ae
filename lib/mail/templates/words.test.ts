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
const AT = new Date('2026-12-01T14:05:00Z');

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
