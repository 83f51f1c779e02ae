import { describe, expect, it } from 'vitest';
import { type Draft, draftText, readDraft } from './draft';

const draft: Draft = {
  values: {
    email: 'ada@acme.example',
    displayName: 'Ada',
    directoryId: 'd1',
    roleIds: ['r1'],
    sponsorUserId: 'u1',
    purpose: 'Audit',
    ticket: '',
    jobId: '',
    onboardingFlowId: '',
  },
  sponsor: { id: 'u1', name: 'Ana', email: 'ana@acme.example', title: '' },
};

describe('readDraft', () => {
  it('reads what was written', () => expect(readDraft(draftText('maya', draft), 'maya')).toEqual(draft));
  it('keeps another person’s draft to that person', () =>
    expect(readDraft(draftText('maya', draft), 'omar')).toBeNull());

  it.each([null, '', '{', '[]', '"x"', '{"owner":"maya"}', '{"owner":"maya","values":null}'])(
    'takes %j for none',
    (text) => expect(readDraft(text, 'maya')).toBeNull(),
  );

  it('replaces what is not text, and forgets a sponsor without a name', () => {
    const read = readDraft('{"owner":"maya","values":{"email":7,"roleIds":[1,"r2"],"sponsorUserId":"u1"}}', 'maya');
    expect(read?.values).toMatchObject({ email: '', roleIds: ['r2'], sponsorUserId: '' });
    expect(read?.sponsor).toBeNull();
  });
});
