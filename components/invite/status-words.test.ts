import { describe, expect, it } from 'vitest';
import { shortName, statusSentence } from './status-words';

const now = Date.parse('2026-11-24T13:05:00Z');
const reader = { timeZone: 'Europe/Berlin' };
const pending = {
  status: 'pending' as const,
  statusRaw: 'LOCAL_INVITATION_STATUS_PENDING',
  displayName: 'Ada Lovelace',
  email: 'ada@acme.example',
  expiresAt: '2026-12-01T13:05:00Z',
  acceptedAt: '',
};

describe('statusSentence', () => {
  it('says until when a pending one works', () => {
    expect(statusSentence(pending, now, reader)).toBe('Ada has not accepted yet; the link works until Tue 1 Dec.');
    expect(statusSentence({ ...pending, expiresAt: '' }, now, reader)).toBe('Ada has not accepted yet.');
    expect(statusSentence(pending, null)).toBe('Ada has not accepted yet.');
  });

  it('calls a pending one past its time expired', () => {
    const past = { ...pending, expiresAt: '2026-11-24T13:00:00Z' };
    expect(statusSentence(past, now, reader)).toContain('did not accept in time (it ended today 14:00)');
  });

  it('has words for every other end', () => {
    const accepted = { ...pending, status: 'accepted' as const, acceptedAt: '2026-11-24T13:00:00Z' };
    expect(statusSentence(accepted, now, reader)).toBe('Ada accepted today 14:00 and has an account now.');
    expect(statusSentence({ ...pending, status: 'revoked' }, now)).toContain('taken back');
    expect(statusSentence({ ...pending, status: 'unrecognised', statusRaw: 'PARKED' }, now)).toContain('“PARKED”');
  });
});

it('shortName falls back to the address', () => {
  expect(shortName({ displayName: '  ', email: 'ada@acme.example' })).toBe('ada@acme.example');
});
