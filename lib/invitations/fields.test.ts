import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldProblems, type InviteValues, inviteSchema, MAX_PURPOSE } from './fields';
import { inviteFormData, inviteValuesFrom } from './form-data';

const good: InviteValues = {
  submissionKey: '7b1c9a44-3f0e-4d53-9a55-0c8f5f0f3c11',
  email: 'ada@acme.example',
  displayName: 'Ada Lovelace',
  directoryId: 'dir1',
  roleIds: ['r1', 'r2'],
  sponsorUserId: '',
  purpose: 'Audit of the engine',
  ticket: '',
  jobId: '',
  onboardingFlowId: '',
  acknowledged: '',
  override: '',
};

const problems = (change: Partial<Record<keyof InviteValues, unknown>>) => {
  const parsed = inviteSchema.safeParse({ ...good, ...change });
  return parsed.success ? {} : fieldProblems(parsed.error);
};

describe('inviteSchema', () => {
  it('normalises what it takes', () => {
    const parsed = inviteSchema.parse({
      ...good,
      email: ' Ada@ACME.example ',
      displayName: '  Ada \t Lovelace ',
      roleIds: ['r1', '', 'r1', 'r2'],
      purpose: ' first\r\nsecond ',
    });
    expect(parsed).toMatchObject({
      email: 'Ada@acme.example',
      displayName: 'Ada Lovelace',
      roleIds: ['r1', 'r2'],
      purpose: 'first\nsecond',
    });
  });

  it.each([
    ['email', 'not an address'],
    ['displayName', '   '],
    ['displayName', 'Ada\r\nBcc: eve@evil.example'],
    ['displayName', 'Ada \u202eecalevoL'],
    ['displayName', 'a'.repeat(201)],
    ['directoryId', ''],
    ['directoryId', '../../etc'],
    ['roleIds', Array.from({ length: 26 }, (_, n) => `r${n}`)],
    ['sponsorUserId', 'a b'],
    ['purpose', ' \n '],
    ['purpose', 'a'.repeat(MAX_PURPOSE + 1)],
    ['purpose', 'nul \u0000'],
    ['submissionKey', 'x'],
    ['ticket', 'a'.repeat(65)],
  ] as const)('refuses %s %j with a problem of its own and no other', (field, value) => {
    expect(Object.keys(problems({ [field]: value }))).toEqual([field]);
  });

  it('keeps the joiners that Persian and Indic names need', () => {
    expect(inviteSchema.parse({ ...good, displayName: 'علی\u200cرضا' }).displayName).toBe('علی\u200cرضا');
  });

  it('refuses a field it does not know', () => {
    expect(inviteSchema.safeParse({ ...good, invitedByUserId: 'me' }).success).toBe(false);
  });

  it('never throws, whatever is posted', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(typeof inviteSchema.safeParse(input).success).toBe('boolean');
      }),
    );
  });

  it('is stable: its output passes again unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (displayName, purpose) => {
        const first = inviteSchema.safeParse({ ...good, displayName, purpose });
        if (first.success) expect(inviteSchema.parse({ ...first.data, override: '' })).toEqual(first.data);
      }),
    );
  });
});

describe('form data', () => {
  it('carries every field there and back', () => {
    expect(inviteValuesFrom(inviteFormData(good))).toEqual(good);
  });

  it('passes over files and foreign fields', () => {
    const data = inviteFormData(good);
    data.set('purpose', new File(['x'], 'x.txt'));
    data.set('$ACTION_ID_1', '');
    expect(inviteValuesFrom(data)).toEqual({ ...good, purpose: '' });
  });
});
