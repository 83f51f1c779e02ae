import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invitations } from '@/lib/db/schema';
import { invite } from '@/lib/invitations/invite';
import { askReissue } from '@/lib/invitations/requests/ask-reissue';
import { disabledSponsors } from '@/lib/invitations/requests/disabled-sponsors';
import { handOver } from '@/lib/invitations/requests/hand-over';
import { myGuests } from '@/lib/invitations/requests/my-guests';
import { revokeGuest } from '@/lib/invitations/requests/revoke-guest';
import { showRequest } from '@/lib/invitations/requests/show-request';
import { syncPeople } from '@/lib/invitations/sync-people';
import { type Desk, openDesk } from '../verbs/desk';
import { ana, approve, as, asked, entriesOf, failure, maya, noor, omar, signIn, truths, value } from './support';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  for (const actor of [ana, maya, omar, noor]) await signIn(desk, actor);
});
afterAll(() => desk.close());

/** An invitation that Maya sent, with this sponsor. */
async function sponsored(email: string) {
  const input = await desk.filled({ sponsorUserId: await desk.userId(email) });
  const id = value(await invite({ ctx: as(desk, maya), input })).invitation.ledger?.id ?? '';
  return { id, email: input.email };
}
const guests = async (actor: typeof ana) => value(await myGuests({ ctx: as(desk, actor) }));
const reissueOf = (id: string, reason = '') => ({ submissionKey: crypto.randomUUID(), id, reason });

describe('one’s own guests', () => {
  it('are those one asked for, sent, or sponsors; a request and its invitation are one', async () => {
    const [waiting, done] = [await asked(desk), await asked(desk)];
    await approve(desk, maya, done);
    const { email } = await sponsored(ana.email);
    const mine = await guests(ana);
    const of = (address: string) => mine.filter((guest) => guest.email === address);
    expect(of(waiting.email)).toMatchObject([{ invitation: null, acts: ['withdraw', 'edit'] }]);
    expect(of(done.email)).toMatchObject([
      {
        request: { id: done.id, state: 'approved' },
        invitation: { state: 'pending', sentBy: 'Maya Chen' },
        acts: ['ask-reissue', 'revoke'],
      },
    ]);
    expect(of(email)).toMatchObject([{ request: null, acts: ['ask-reissue', 'revoke'] }]);
    const unverified = { ...ana, subject: 'x', emailVerified: false };
    expect(await guests(unverified)).toEqual([]);
    expect((await guests(noor)).some((guest) => guest.email === email)).toBe(false);
  });

  it('are revoked by their sponsor, with a reason, and by nobody else', async () => {
    const { id, email } = await sponsored(ana.email);
    const input = { id, reason: 'Not coming' };
    expect(failure(await revokeGuest({ ctx: as(desk, noor), input })).code).toBe('invitation-not-found');
    expect(value(await revokeGuest({ ctx: as(desk, ana), input })).status).toBe('revoked');
    expect((await truths(desk, email)).map(({ status }) => status)).toEqual(['LOCAL_INVITATION_STATUS_REVOKED']);
  });

  it('are asked to be sent again, as they were, once at a time; approved, the old link dies', async () => {
    const { id, email } = await sponsored(ana.email);
    expect(failure(await askReissue({ ctx: as(desk, noor), input: reissueOf(id) })).code).toBe('invitation-not-found');
    const request = value(await askReissue({ ctx: as(desk, ana), input: reissueOf(id, 'The mail is lost') }));
    expect(request).toMatchObject({ kind: 'reissue', email, state: 'open' });
    expect(failure(await askReissue({ ctx: as(desk, ana), input: reissueOf(id) })).code).toBe('already-requested');
    expect((await guests(ana)).find((guest) => guest.email === email)?.acts).toEqual(['withdraw', 'revoke']);
    const detail = value(await showRequest({ ctx: as(desk, maya), input: { id: request.id } }));
    expect(detail.messages).toMatchObject([{ kind: 'note', text: 'The mail is lost' }]);
    expect(detail.standing.invitation).toBeNull();

    const { receipt } = value(await approve(desk, maya, request));
    expect(receipt?.invitation.ledger).toMatchObject({ id, state: 'pending', request: request.id });
    expect((await truths(desk, email)).map(({ status }) => status).sort()).toEqual([
      'LOCAL_INVITATION_STATUS_PENDING',
      'LOCAL_INVITATION_STATUS_REVOKED',
    ]);
    expect((await guests(ana)).filter((guest) => guest.email === email)).toHaveLength(1);
  });

  it('that have accepted are not sent again', async () => {
    const { id, email } = await sponsored(ana.email);
    const [truth] = await truths(desk, email);
    await desk.control('POST', `/invitations/${truth?.id}/accept`, {});
    expect(failure(await askReissue({ ctx: as(desk, ana), input: reissueOf(id) })).code).toBe('not-open');
  });
});

describe('the guests of a sponsor who is gone', () => {
  it('are counted, and handed to another in one go, each with its entry; open requests ask anew', async () => {
    const dana = await desk.userId('omar.haddad@acme.example');
    const { id } = await sponsored(omar.email);
    const request = await asked(desk, { sponsorUserId: dana });
    expect(failure(await disabledSponsors({ ctx: as(desk, ana) })).code).toBe('forbidden');
    await desk.control('POST', `/users/${dana}`, { status: 'DISABLED' });
    // Longer than a person is remembered.
    await desk.advance(61_000);
    await syncPeople(desk.system());
    expect(value(await disabledSponsors({ ctx: as(desk, maya) }))).toEqual([
      { id: dana, name: 'Omar Haddad', status: 'disabled', guests: 1, requests: 1 },
    ]);

    const to = await desk.userId(noor.email);
    const input = { fromUserId: dana, toUserId: to };
    expect(failure(await handOver({ ctx: as(desk, ana), input })).code).toBe('forbidden');
    expect(failure(await handOver({ ctx: as(desk, maya), input: { fromUserId: to, toUserId: dana } }))).toMatchObject({
      code: 'invalid-input',
      fields: { toUserId: expect.any(String) },
    });
    expect(value(await handOver({ ctx: as(desk, maya), input }))).toEqual({ invitations: 1, requests: 1 });
    expect(value(await disabledSponsors({ ctx: as(desk, maya) }))).toEqual([]);
    const [row] = await desk.db.select().from(invitations).where(eq(invitations.id, id));
    expect(row).toMatchObject({ sponsorUserId: dana, keeperUserId: to, keeperName: 'Noor Jansen' });
    expect((await guests(noor)).map(({ key }) => key)).toContain(id);
    expect(await entriesOf(desk, 'guest.handed-over')).toHaveLength(2);

    expect(failure(await approve(desk, maya, request)).code).toBe('request-changed');
    const after = value(await showRequest({ ctx: as(desk, ana), input: { id: request.id } })).request;
    expect(after).toMatchObject({ revision: 2, sponsor: { id: to, name: 'Noor Jansen' } });
    expect(value(await approve(desk, maya, after)).request.state).toBe('approved');
  });
});
