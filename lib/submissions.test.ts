import { describe, expect, it } from 'vitest';
import type { SubmissionOutcome } from './invitations/ports';
import { createSubmissions } from './submissions';

const unknown: SubmissionOutcome = {
  state: 'unknown',
  sent: {
    directoryId: 'd',
    email: 'a@acme.example',
    displayName: 'A',
    roleIds: [],
    sponsorUserId: '',
    purpose: 'p',
    jobId: '',
    onboardingFlowId: '',
  },
  sentAt: new Date(0),
  sentAtUpstream: new Date(0),
  firstEmptyReadAt: null,
};

describe('submissions', () => {
  it('gives a key to the first who claims it, and its outcome to all who come after', async () => {
    const submissions = createSubmissions();
    expect(submissions.claim('k', 'maya', 'f')).toEqual({ kind: 'claimed' });
    const second = submissions.claim('k', 'maya', 'f');
    expect(second.kind).toBe('in-progress');
    submissions.record('k', unknown);
    if (second.kind === 'in-progress') expect(await second.done).toBe(unknown);
    expect(submissions.claim('k', 'maya', 'f')).toEqual({ kind: 'known', outcome: unknown });
  });

  it('refuses the same key with other content, or from another person', () => {
    const submissions = createSubmissions();
    submissions.claim('k', 'maya', 'f');
    expect(submissions.claim('k', 'maya', 'g')).toEqual({ kind: 'other-content' });
    expect(submissions.claim('k', 'eve', 'f')).toEqual({ kind: 'other-content' });
    submissions.record('k', unknown);
    expect(submissions.find('k', 'eve')).toBeNull();
    expect(submissions.find('k', 'maya')).toBe(unknown);
  });

  it('frees a released key, and tells those who waited that nothing came of it', async () => {
    const submissions = createSubmissions();
    submissions.claim('k', 'maya', 'f');
    const waiting = submissions.claim('k', 'maya', 'f');
    submissions.release('k');
    if (waiting.kind === 'in-progress') expect(await waiting.done).toBeNull();
    expect(waiting.kind).toBe('in-progress');
    expect(submissions.claim('k', 'maya', 'g')).toEqual({ kind: 'claimed' });
  });
});
