import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getInvitation } from '@/lib/invitations/get-invitation';
import { invite } from '@/lib/invitations/invite';
import { reconcile } from '@/lib/invitations/reconcile';
import { referenceOf, withReference } from '@/lib/invitations/reference';
import { reissue } from '@/lib/invitations/reissue';
import { type Desk, openDesk } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ purposeReference: true });
});
afterAll(() => desk.close());

type Truth = { id: string; purpose: string; status: string };
const truths = async (email: string): Promise<Truth[]> =>
  (await desk.control<{ invitations: Truth[] }>('GET', `/invitations?email=${encodeURIComponent(email)}`)).invitations;

describe('with a reference at the end of the purpose', () => {
  it('the upstream gets it, another one with each create, and nobody here sees it', async () => {
    const input = await desk.filled();
    const sent = await invite({ ctx: desk.context(), input });
    if (!sent.ok) throw new Error(sent.failure.code);
    const { invitation } = sent.value;
    expect((await truths(input.email))[0]?.purpose).toMatch(/^Audit of the engine \(ref \w{6}\)$/);
    expect(invitation.purpose).toBe('Audit of the engine');
    const asked = { directoryId: input.directoryId, id: invitation.id };
    const again = await getInvitation({ ctx: desk.context(), input: asked });
    expect(again).toMatchObject({ ok: true, value: { purpose: 'Audit of the engine' } });

    const { displayName, roleIds, sponsorUserId, purpose } = input;
    const id = invitation.ledger?.id ?? '';
    await reissue({ ctx: desk.context(), input: { id, displayName, roleIds, sponsorUserId, purpose } });
    const purposes = (await truths(input.email)).map((each) => each.purpose);
    expect(new Set(purposes).size).toBe(2);
    expect(purposes.every((each) => /^Audit of the engine \(ref \w{6}\)$/.test(each))).toBe(true);
  });

  it('finds a lost one among its like, which without it would be a question for a person', async () => {
    const input = await desk.filled();
    await desk.control('POST', '/faults', { operations: ['create'], kind: 'commit-then-drop', times: 1 });
    await invite({ ctx: desk.context(), input });
    const [ours] = await truths(input.email);
    const like = { email: input.email, directoryAppId: input.directoryId, displayName: input.displayName };
    for (const purpose of [input.purpose, withReference(input.purpose, referenceOf(crypto.randomUUID()))]) {
      await desk.control('POST', '/invitations', { ...like, purpose });
    }
    await desk.leaseEnds();
    await reconcile(desk.system());
    const found = await desk.ledger.bySubmission(input.submissionKey);
    expect(found?.record).toMatchObject({ state: 'pending', upstream: { id: ours?.id } });
  });
});
