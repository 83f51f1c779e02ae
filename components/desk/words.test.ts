import { describe, expect, it } from 'vitest';
import type { DeskEvent, ListQuery } from '@/lib/invitations/desk';
import { LEDGER_STATES } from '@/lib/invitations/ledger-states';
import { ACTS, isLegal } from '@/lib/invitations/legal';
import { ledgerSentence, whyNot } from './act-words';
import { adviceFor, callerAnswer } from './caller-words';
import { eventWords, textsOf } from './event-words';
import { chipsOf } from './filter-chips';
import { listAddress, readListQuery, WHOLE_LIST } from './list-address';
import { countWords, emptyWords } from './state-words';
import { untilWords } from './until-words';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const utc = { timeZone: 'UTC' };
const DATES = { expiresAt: '2026-11-28T14:05:00.000Z', acceptedAt: '2026-11-23T09:00:00.000Z' };

describe('the address of a list', () => {
  const QUERY: ListQuery = {
    tab: 'expiring',
    search: 'ada & co',
    directoryId: 'd1',
    roleId: 'r1',
    sponsorUserId: 's1',
    inviter: 'auth0|x',
    from: '2026-11-01',
    to: '2026-11-02',
    sort: 'name',
    after: 'abc',
  };
  const back = (address: string) => readListQuery(Object.fromEntries(new URL(address, 'http://x').searchParams));

  it('holds everything, and comes back as it was', () => {
    expect(back(listAddress(QUERY))).toEqual(QUERY);
    expect(listAddress(WHOLE_LIST)).toBe('/invitations');
  });

  it('starts at the first page again when anything else changes', () => {
    expect(back(listAddress(QUERY, { tab: 'all' }))).toEqual({ ...QUERY, tab: 'all', after: '' });
  });

  it('takes what it does not know for not said', () => {
    expect(readListQuery({ tab: 'nonsense', sort: ['x', 'y'], q: [' a ', 'b'], other: '1' })).toEqual({
      ...WHOLE_LIST,
      search: 'a',
    });
  });
});

describe('words of the list', () => {
  it('filters read as a sentence, with names where they are known', () => {
    const choices = { directories: [{ id: 'd1', name: 'Acme Partners' }], roles: [], sponsors: [], inviters: [] };
    const query = {
      ...WHOLE_LIST,
      search: 'ada',
      directoryId: 'd1',
      roleId: 'r9',
      inviter: 'outside',
      from: '2026-11-01',
    };
    expect(chipsOf(query, choices).map(({ words }) => words)).toEqual([
      'with “ada”',
      'in Acme Partners',
      'with role r9',
      'created outside Usher',
      'since 1 Nov 2026',
    ]);
    expect(chipsOf(WHOLE_LIST, choices)).toEqual([]);
  });

  it('counts are exact, "at least", or not said', () => {
    expect(countWords({ value: 1204, atLeast: false })).toBe('1,204');
    expect(countWords({ value: 2000, atLeast: true })).toBe('2,000+');
    expect(countWords(null)).toBe('');
  });

  it('an empty list teaches, and a narrowed one says where to look', () => {
    expect(emptyWords('expiring', false).title).toBe('Nothing expires in the next 48 hours.');
    expect(emptyWords('revoked', true).title).toContain('Revoked');
  });
});

describe('words for a caller', () => {
  it('says the day and the hour', () => {
    expect(callerAnswer('pending', DATES, NOW, utc)).toBe('The link works until Saturday 14:05.');
    expect(untilWords(Date.parse('2026-11-24T18:30:00Z'), NOW, utc)).toBe('today 18:30');
    expect(untilWords(Date.parse('2026-12-24T18:30:00Z'), NOW, utc)).toBe('Thu 24 Dec 18:30');
    expect(callerAnswer('accepted', DATES, NOW, utc)).toContain('yesterday 09:00');
  });

  it('names no day while the reader’s clock is not known, nor one that nobody told', () => {
    expect(callerAnswer('pending', DATES, null)).toBe('The link works.');
    expect(callerAnswer('pending', { ...DATES, expiresAt: '' }, NOW)).toBe('The link works.');
  });

  it.each(LEDGER_STATES)('has an answer and something to tell them: %s', (state) => {
    expect(callerAnswer(state, DATES, NOW, utc)).toMatch(/\.$/);
    expect(adviceFor(state, 'ada@acme.example').length).toBeGreaterThan(0);
  });
});

describe('acts', () => {
  it.each(LEDGER_STATES)('a missing act has its reason, and there is never nothing to say: %s', (state) => {
    for (const act of ['revoke', 'reissue'] as const) {
      if (!isLegal(act, state)) expect(whyNot(act, state)).toMatch(/\.$/);
    }
    const said = ledgerSentence(state, 'Ada');
    expect(ACTS.some((act) => isLegal(act, state)) || said !== '' || state === 'accepted').toBe(true);
  });

  it('an accepted one sends the reader to ConductorOne', () => {
    expect(whyNot('revoke', 'accepted')).toBe('Accepted: remove the user in ConductorOne.');
  });
});

describe('an entry in a sentence', () => {
  const event = (patch: Partial<DeskEvent>): DeskEvent => ({
    sequence: 1,
    at: '2026-11-24T12:00:00.000Z',
    action: 'invitation.requested',
    actor: { subject: 'maya', name: 'Maya Chen', email: 'maya@acme.example', role: 'helpdesk' },
    target: { email: 'ada@acme.example', name: 'Ada Lovelace' },
    invitationId: null,
    upstreamId: null,
    requestId: 'r',
    text: {},
    details: {},
    ...patch,
  });

  it.each<[Partial<DeskEvent>, string]>([
    [{}, 'Maya Chen asked to invite Ada Lovelace'],
    [{ target: { email: 'ada@acme.example', name: '' } }, 'Maya Chen asked to invite ada@acme.example'],
    [
      { action: 'invitation.revoked', actor: null },
      'Usher saw that Ada Lovelace’s invitation was revoked in ConductorOne',
    ],
    [{ action: 'invitation.revoked' }, 'Maya Chen revoked Ada Lovelace’s invitation'],
    [
      { actor: { subject: '', name: '', email: '', role: '' }, target: { email: '', name: '' } },
      'A person whose data was erased asked to invite A person whose data was erased',
    ],
    [{ action: 'policy.new-thing', target: null }, 'Maya Chen policy new thing'],
    [{ action: 'policy.new-thing' }, 'Maya Chen policy new thing (Ada Lovelace)'],
  ])('%j', (patch, sentence) => {
    const { who, what } = eventWords(event(patch));
    expect(`${who} ${what}`).toBe(sentence);
  });

  it('tells a reason once: with the request, not again with its outcome', () => {
    const text = { ticket: 'T-1', reason: 'Left' };
    expect(textsOf(event({ action: 'revoke.requested', text }))).toEqual([
      { name: 'reason', text: 'Left' },
      { name: 'ticket', text: 'T-1' },
    ]);
    expect(textsOf(event({ action: 'invitation.revoked', text }))).toEqual([]);
  });
});
