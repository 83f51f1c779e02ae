import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invitations, people } from '@/lib/db/schema';
import type { BatchRow } from '@/lib/invitations/bulk/batch';
import { confirm } from '@/lib/invitations/bulk/confirm';
import { invite } from '@/lib/invitations/invite';
import { ask } from '@/lib/invitations/requests/ask';
import { revoke } from '@/lib/invitations/revoke';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { syncPeople } from '@/lib/invitations/sync-people';
import { type Desk, maya, openDesk } from '../verbs/desk';
import { aDraft, classesOf, planned } from './plan-support';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.reset();
  await desk.policy();
  await desk.db.delete(people);
});

/** One that maya sent. */
async function sent(email: string) {
  const input = await desk.filled({ email, displayName: `Invited ${crypto.randomUUID().slice(0, 8)}` });
  const result = await invite({ ctx: desk.context(), input });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return { id: result.value.invitation.ledger?.id ?? '', expiresAt: result.value.invitation.expiresAt };
}

const somebody = () => `guest-${crypto.randomUUID().slice(0, 8)}@partner.example`;
const onlyRow = async (email: string, more: object = {}): Promise<BatchRow> => {
  const [row] = await planned(desk, await aDraft(desk, [{ email, ...more }]));
  if (row === undefined) throw new Error('the plan has lost its row');
  return row;
};
const aPerson = (email: string, name: string, patch: Partial<typeof people.$inferInsert> = {}) => ({
  id: `user-${email}`,
  name,
  email,
  emailKey: email.toLowerCase(),
  jobTitle: '',
  department: '',
  status: 'enabled' as const,
  type: 'human' as const,
  seenAt: new Date(),
  ...patch,
});

describe('the class of a row', () => {
  it('is new for somebody whom nobody knows, and none for one that is left out', async () => {
    const id = await aDraft(desk, [{}, {}]);
    await desk.system().batches.changeRows(id, [{ number: 2, leftOut: true }]);
    expect((await planned(desk, id)).map((row) => row.class)).toEqual(['new', null]);
  });

  it('names whose invitation is pending, and until when; in another directory it is another matter', async () => {
    const email = somebody();
    const { id, expiresAt } = await sent(email);
    const row = await onlyRow(email.toUpperCase());
    expect(row.class).toBe('pending');
    expect(row.finding).toEqual({ who: 'Maya Chen', when: new Date(expiresAt).toISOString(), invitationId: id });
    const directories = await desk.system().catalog.directories({ requestId: 'test' });
    const other = directories.ok ? directories.value.find((each) => !each.isDefault) : undefined;
    expect(await classesOf(desk, [{ email, directoryId: other?.id ?? '' }])).toEqual(['new']);
  });

  it('is pending for what is held, queued, being sent or of unknown outcome', async () => {
    const email = somebody();
    const { id } = await sent(email);
    for (const state of ['held', 'queued', 'sending', 'unknown', 'needs-person', 'reissuing'] as const) {
      await desk.db.update(invitations).set({ state }).where(eq(invitations.id, id));
      expect((await onlyRow(email)).class).toBe('pending');
    }
  });

  it('is expired for a pending one whose link is dead, before the upstream says so', async () => {
    const email = somebody();
    const { id, expiresAt } = await sent(email);
    await desk.advance(Date.parse(expiresAt) - Date.now() + 1_000);
    // The upstream's time is known from its answers.
    await desk.system().catalog.personByEmail('nobody@partner.example', { requestId: 'test' });
    const row = await onlyRow(email);
    expect(row).toMatchObject({ class: 'expired', finding: { who: 'Maya Chen', invitationId: id } });
  });

  it('says who revoked an earlier one, when and why, and lets it go only with a word', async () => {
    const email = somebody();
    const { id } = await sent(email);
    const done = await revoke({ ctx: desk.context(), input: { id, reason: 'Left the project' } });
    expect(done.ok).toBe(true);
    const row = await onlyRow(email);
    expect(row).toMatchObject({
      class: 'revoked',
      finding: { who: 'Maya Chen', because: ['Left the project'], invitationId: id },
    });
    expect(Date.parse(row.finding.when ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('names whoever is a user already, by the copy; somebody who is gone may come back', async () => {
    const [here, gone] = [somebody(), somebody()];
    await desk.db
      .insert(people)
      .values([aPerson(here, 'Petra Present'), aPerson(gone, 'Gina Gone', { status: 'deleted' })]);
    expect(await onlyRow(here)).toMatchObject({ class: 'already-user', finding: { who: 'Petra Present' } });
    expect((await onlyRow(gone)).class).toBe('new');
  });

  it('names the first of those who are in the file twice', async () => {
    const email = somebody();
    const rows = await planned(desk, await aDraft(desk, [{}, { email }, {}, { email: email.toUpperCase() }]));
    expect(rows.map((row) => row.class)).toEqual(['new', 'new', 'new', 'twice']);
    expect(rows[3]?.finding).toEqual({ row: 2 });
  });

  it('counts a row that is bad or left out as no first', async () => {
    const email = somebody();
    const id = await aDraft(desk, [{ email, purpose: '' }, { email }, { email }, { email }]);
    await desk.system().batches.changeRows(id, [{ number: 2, leftOut: true }]);
    expect((await planned(desk, id)).map((row) => row.class)).toEqual(['bad', null, 'new', 'twice']);
  });

  it('knows who was sent by an earlier upload of the same file, and who is about to be sent by another', async () => {
    const [email, other] = [somebody(), somebody()];
    const hash = crypto.randomUUID();
    const first = await aDraft(desk, [{ email }, { email: other }], { hash });
    await planned(desk, first);
    const { planHash } = (await desk.system().batches.byId(first)) ?? { planHash: '' };
    const confirmed = await confirm({ ctx: desk.context(), input: { id: first, plan: planHash, typed: '' } });
    expect(confirmed.ok).toBe(true);
    const again = await planned(desk, await aDraft(desk, [{ email }, { email: other }, {}], { hash }));
    expect(again.map((row) => row.class)).toEqual(['already-sent', 'already-sent', 'new']);
    expect(again[0]?.finding.who).toBe('Maya Chen');
    expect(await onlyRow(email)).toMatchObject({ class: 'pending', finding: { who: 'Maya Chen' } });
  });

  it('is no invitation that was accepted by somebody whom the copy has not seen yet', async () => {
    const email = somebody();
    const { id } = await sent(email);
    await desk.db.update(invitations).set({ state: 'accepted', acceptedAt: new Date() }).where(eq(invitations.id, id));
    expect(await onlyRow(email)).toMatchObject({ class: 'already-sent', finding: { invitationId: id } });
  });

  it('is pending for somebody for whom a request waits', async () => {
    await desk.policy({
      rules: [{ id: 'ask', name: 'Ask', when: {}, verdict: { answer: 'needs-approval', of: { roles: ['admin'] } } }],
    });
    const { override: _override, ...filled } = await desk.filled({ email: somebody() });
    const asked = await ask({ ctx: desk.context(), input: { ...filled, wantedUntil: '' } });
    expect(asked.ok).toBe(true);
    expect(await onlyRow(filled.email)).toMatchObject({ class: 'pending', finding: { who: 'Maya Chen' } });
  });

  it('says whose approval it needs, and what the policy refuses, in words', async () => {
    await desk.policy({
      domains: { allowed: [], denied: ['refused.example'], own: [] },
      rules: [
        {
          id: 'fair',
          name: 'The fair',
          when: { domains: ['fair.example'] },
          verdict: { answer: 'needs-approval', of: { people: ['ana.ruiz@acme.example'] } },
        },
        ...FIRST_POLICY.rules,
      ],
    });
    const ana = { subject: 'ana', name: 'Ana Ruiz', email: 'ana.ruiz@acme.example', emailVerified: true };
    await desk.accounts.signedIn({ ...ana, roles: [], groups: [] });
    const rows = await planned(desk, await aDraft(desk, [{ email: 'a@fair.example' }, { email: 'b@refused.example' }]));
    expect(rows[0]).toMatchObject({ class: 'needs-approval', finding: { approvers: 'Ana Ruiz' } });
    expect(rows[1]).toMatchObject({
      class: 'denied',
      finding: { because: ['The domain refused.example is on your organisation’s list of refused domains.'] },
    });
  });

  it('is denied for a role that its sender may not hand out', async () => {
    const roleIds = [await desk.roleId('Finance Analyst')];
    const row = await onlyRow(somebody(), { roleIds });
    expect(row).toMatchObject({ class: 'denied' });
    expect(row.finding.because?.join(' ')).toContain('Finance Analyst');
  });

  it('lets a ceiling count what the rows before add to it; who has to be asked for does not count', async () => {
    await desk.policy({
      ceilings: { perInviter: null, perDomain: 2, inAll: null },
      rules: [
        {
          id: 'fair',
          name: 'The fair',
          when: { domains: ['asked.example'] },
          verdict: { answer: 'needs-approval', of: { roles: ['admin'] } },
        },
        ...FIRST_POLICY.rules,
      ],
    });
    const to = (domain: string) => ({ email: `guest-${crypto.randomUUID().slice(0, 8)}@${domain}` });
    await sent(to('counted.example').email);
    const rows = ['counted', 'counted', 'other', 'asked', 'asked', 'asked'].map((name) => to(`${name}.example`));
    expect(await classesOf(desk, rows)).toEqual([
      'new',
      'denied',
      'new',
      'needs-approval',
      'needs-approval',
      'needs-approval',
    ]);
  });

  it('warns of an address that looks like another, with the one that was probably meant', async () => {
    await desk.policy({ domains: { allowed: [], denied: [], own: ['acme.example'] } });
    await desk.db.insert(people).values([aPerson('grace.hopper@partner.example', 'Grace Hopper')]);
    const rows = await planned(
      desk,
      await aDraft(desk, [{ email: 'zoe@acrne.example' }, { email: 'grace.hoper@partner.example' }, {}]),
    );
    expect(rows.map((row) => row.class)).toEqual(['lookalike', 'lookalike', 'new']);
    expect(rows[0]?.finding).toMatchObject({ fixed: 'zoe@acme.example', warnings: [{ kind: 'confusable' }] });
    expect(rows[1]?.finding).toMatchObject({ fixed: 'grace.hopper@partner.example', warnings: [{ kind: 'person' }] });
  });

  it('is bad with what is wrong in words: fields, a directory or a sponsor that are not there', async () => {
    const rows = await planned(
      desk,
      await aDraft(desk, [
        { email: 'nobody' },
        { problems: { roleIds: 'There is no role “Basc User”.' } },
        { directoryId: 'gone' },
        { sponsorUserId: 'gone' },
        { displayName: '' },
      ]),
    );
    expect(rows.map((row) => row.class)).toEqual(['bad', 'bad', 'bad', 'bad', 'bad']);
    expect(rows.flatMap((row) => row.finding.because ?? [])).toEqual([
      'Enter a whole address, like ada@acme.example.',
      'There is no role “Basc User”.',
      'This directory no longer exists. Choose another.',
      'This person cannot be a sponsor: the account is gone, disabled or not a human. Choose another.',
      'Enter the name the person goes by.',
    ]);
  });

  it('finds everybody of a synced copy, too', async () => {
    await syncPeople(desk.system());
    expect((await onlyRow(maya.email)).class).toBe('already-user');
  });
});
