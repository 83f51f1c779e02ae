import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WHOLE_AUDIT } from '@/components/desk/audit-address';
import { WHOLE_LIST } from '@/components/desk/list-address';
import { isOfPerson } from '@/lib/db/audit-person';
import { checkInvitation } from '@/lib/invitations/check-invitation';
import type { Context } from '@/lib/invitations/context';
import type { Result } from '@/lib/invitations/errors';
import { exportAudit } from '@/lib/invitations/export-audit';
import { exportInvitations } from '@/lib/invitations/export-invitations';
import { invite } from '@/lib/invitations/invite';
import { listAudit } from '@/lib/invitations/list-audit';
import { listChoices } from '@/lib/invitations/list-choices';
import { listInvitations } from '@/lib/invitations/list-invitations';
import { lookup } from '@/lib/invitations/lookup';
import type { Actor } from '@/lib/invitations/policy';
import { revoke } from '@/lib/invitations/revoke';
import { showInvitation } from '@/lib/invitations/show-invitation';
import { syncNow } from '@/lib/invitations/sync-now';
import { verifyAudit } from '@/lib/invitations/verify-audit';
import { type Desk, maya, openDesk } from '../verbs/desk';

const vera: Actor = { ...maya, subject: 'vera', name: 'Vera Ode', email: 'vera@acme.example', roles: ['auditor'] };
const sponsor: Actor = { ...maya, subject: 'sam', name: 'Sam Sponsor', roles: ['sponsor'] };
const { sort: _sort, after: _after, ...WHOLE_FILTER } = WHOLE_LIST;
const { before: _before, ...WHOLE_HISTORY } = WHOLE_AUDIT;
const DAY = 86_400_000;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.control('DELETE', '/faults'));

/** The value, or the failure as the test's own. */
async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

async function sent(change: Parameters<Desk['filled']>[0] = {}): Promise<{ id: string; email: string }> {
  const input = await desk.filled(change);
  const { invitation } = await value(invite({ ctx: desk.context(), input }));
  return { id: invitation.ledger?.id ?? '', email: input.email };
}

async function upstream(email: string): Promise<{ id: string }> {
  const { invitations } = await desk.control<{ invitations: { id: string }[] }>(
    'GET',
    `/invitations?email=${encodeURIComponent(email)}`,
  );
  if (invitations[0] === undefined) throw new Error(`nobody invited ${email}`);
  return invitations[0];
}

async function text(chunks: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const chunk of chunks) all += chunk;
  return all;
}

const list = (ctx: Context, change: Partial<typeof WHOLE_LIST>) =>
  listInvitations({ ctx, input: { ...WHOLE_LIST, ...change } });

describe('the list', () => {
  it('shows what was sent with names for ids, the human who sent it, and when the copy was whole', async () => {
    await value(syncNow({ ctx: desk.context() }));
    const { email } = await sent({ roleIds: [await desk.roleId('Basic User')] });
    const page = await value(list(desk.context({ actor: vera }), { search: email }));
    expect(page.rows).toHaveLength(1);
    expect(page.rows[0]).toMatchObject({ email, state: 'pending', inviter: 'Maya Chen', roles: ['Basic User'] });
    expect(page.rows[0]?.directory).not.toMatch(/^[A-Za-z0-9]{27}$/);
    expect(page.copy.wholeAt).not.toBeNull();
    expect(page.counts.pending).toEqual({ value: 1, atLeast: false });
    // Made outside Usher: copied, and said to be so.
    const outside = await value(list(desk.context(), { inviter: 'outside' }));
    expect(outside.rows.length).toBeGreaterThan(0);
    expect(outside.rows.every((row) => row.inviter === null)).toBe(true);
  });

  it('tells one whose link is dead as expired, though the upstream has not said so', async () => {
    const { email } = await sent();
    await desk.advance(8 * DAY);
    const page = await value(list(desk.context(), { search: email, tab: 'expired' }));
    expect(page.rows.map((row) => row.state)).toEqual(['expired']);
    await desk.reset();
  });

  it('refuses a page of another list, and whoever may not read', async () => {
    expect(await list(desk.context(), { after: 'nonsense' })).toMatchObject({ failure: { code: 'invalid-input' } });
    for (const roles of [[], ['sponsor'] as const]) {
      const ctx = desk.context({ actor: { ...sponsor, roles } });
      expect(await list(ctx, {})).toMatchObject({ failure: { code: 'forbidden' } });
      expect(await listChoices({ ctx })).toMatchObject({ failure: { code: 'forbidden' } });
      expect(await syncNow({ ctx })).toMatchObject({ failure: { code: 'forbidden' } });
    }
    expect(await syncNow({ ctx: desk.context({ actor: vera }) })).toMatchObject({ failure: { code: 'forbidden' } });
  });
});

describe('one invitation', () => {
  it('tells its whole story with the names of whoever took part', async () => {
    const { id } = await sent({ purpose: 'Reads the meters' });
    const lee: Actor = { ...maya, subject: 'lee', name: 'Lee Wu' };
    await value(revoke({ ctx: desk.context({ actor: lee }), input: { id, reason: 'Wrong person' } }));
    const detail = await value(showInvitation({ ctx: desk.context({ actor: vera }), input: { id } }));
    expect(detail.state).toBe('revoked');
    expect(
      detail.events.map(({ action, actor, text: said }) => [action, actor?.name, said.reason ?? said.purpose]),
    ).toEqual([
      ['invitation.requested', 'Maya Chen', 'Reads the meters'],
      ['invitation.sent', 'Maya Chen', undefined],
      ['revoke.requested', 'Lee Wu', 'Wrong person'],
      ['invitation.revoked', 'Lee Wu', 'Wrong person'],
    ]);
    expect(detail.attempts.map(({ kind, by }) => [kind, by])).toEqual([
      ['create', 'Maya Chen'],
      ['revoke', 'Lee Wu'],
    ]);
  });

  it('is read again while it is open: who accepted just now is shown as accepted', async () => {
    const { id, email } = await sent();
    await desk.control('POST', `/invitations/${(await upstream(email)).id}/accept`, {});
    await desk.advance(10_000);
    const detail = await value(showInvitation({ ctx: desk.context(), input: { id } }));
    expect([detail.state, detail.seen]).toEqual(['accepted', 'now']);
  });

  it('is shown from the copy, and said to be, while the upstream cannot be asked', async () => {
    const { id } = await sent();
    await desk.advance(10_000);
    await desk.control('POST', '/faults', { operations: ['get'], kind: 'status', status: 503, times: 20 });
    const detail = await value(showInvitation({ ctx: desk.context(), input: { id } }));
    expect([detail.state, detail.seen]).toEqual(['pending', 'before']);
    const found = await value(lookup({ ctx: desk.context(), input: { email: detail.invitation.email } }));
    expect(found.invitations[0]?.seen).toBe('before');
  });

  it('that the upstream does not know any more is said to be gone, not unreachable', async () => {
    const { id } = await sent();
    await desk.advance(10_000);
    await desk.control('POST', '/faults', { operations: ['get'], kind: 'status', status: 404, times: 1 });
    expect((await value(showInvitation({ ctx: desk.context(), input: { id } }))).seen).toBe('gone');
  });

  it('can be checked at will, by those who may act on it', async () => {
    const { id, email } = await sent();
    await desk.control('POST', `/invitations/${(await upstream(email)).id}/accept`, {});
    const refused = await checkInvitation({ ctx: desk.context({ actor: vera }), input: { id } });
    expect(refused).toMatchObject({ failure: { code: 'forbidden' } });
    expect(await value(checkInvitation({ ctx: desk.context(), input: { id } }))).toMatchObject({ status: 'accepted' });
  });

  it('checking one of unknown outcome finds what became of it', async () => {
    const input = await desk.filled();
    await desk.control('POST', '/faults', { operations: ['create'], kind: 'commit-then-drop', times: 1 });
    await invite({ ctx: desk.context(), input });
    await desk.leaseEnds();
    const id = (await desk.ledger.bySubmission(input.submissionKey))?.record.id ?? '';
    expect(await value(checkInvitation({ ctx: desk.context(), input: { id } }))).toMatchObject({ status: 'pending' });
  });

  it('that does not exist is said not to', async () => {
    const input = { id: crypto.randomUUID() };
    const gone = { failure: { code: 'invitation-not-found' } };
    expect(await showInvitation({ ctx: desk.context(), input })).toMatchObject(gone);
    expect(await checkInvitation({ ctx: desk.context(), input })).toMatchObject(gone);
    const forbidden = await showInvitation({ ctx: desk.context({ actor: sponsor }), input });
    expect(forbidden).toMatchObject({ failure: { code: 'forbidden' } });
  });
});

describe('looking up', () => {
  it.each([
    ['as it is', (email: string) => email],
    ['with a name around it', (email: string) => `Ada Lovelace <${email}>`],
    ['in capitals', (email: string) => email.toUpperCase()],
  ])('an address %s: newest first, each with its state', async (_what, paste) => {
    const { id, email } = await sent();
    await value(revoke({ ctx: desk.context(), input: { id, reason: 'Wrong role' } }));
    const second = await sent({ email });
    const answer = await value(lookup({ ctx: desk.context(), input: { email: paste(email) } }));
    expect(answer.invitations.map((each) => [each.invitation.ledger?.id, each.state])).toEqual([
      [second.id, 'pending'],
      [id, 'revoked'],
    ]);
    expect(answer.account).toBeNull();
    expect(answer.asked).toBe(true);
  });

  it('knows an account that was never invited, and says when it could not ask', async () => {
    const { account } = await value(lookup({ ctx: desk.context(), input: { email: maya.email } }));
    expect(account).toMatchObject({ name: 'Maya Chen', email: maya.email });
    await desk.control('POST', '/faults', { operations: ['search-users'], kind: 'status', status: 503, times: 20 });
    expect(await value(lookup({ ctx: desk.context(), input: { email: maya.email } }))).toMatchObject({
      account: null,
      asked: false,
    });
  });

  it('says what is wrong with what is no address, and nothing to whoever may not read', async () => {
    const odd = await lookup({ ctx: desk.context(), input: { email: 'ada at acme' } });
    expect(odd).toMatchObject({ failure: { code: 'invalid-input', fields: { email: expect.any(String) } } });
    const refused = await lookup({ ctx: desk.context({ actor: sponsor }), input: { email: maya.email } });
    expect(refused).toMatchObject({ failure: { code: 'forbidden' } });
  });
});

describe('exports', () => {
  it('the list’s is its filter, safe to open, and an entry of the audit', async () => {
    const { email } = await sent({ displayName: '=HYPERLINK("http://evil.example")', purpose: 'Line one\nline "two"' });
    const filter = { ...WHOLE_FILTER, search: email };
    const csv = await text(await value(exportInvitations({ ctx: desk.context({ actor: vera }), input: filter })));
    const [heading, row] = csv.split('\r\n');
    expect(heading).toMatch(/^\ufeffEmail,Name,Status/);
    expect(row?.startsWith(`${email},"'=HYPERLINK(""http://evil.example"")",pending,`)).toBe(true);
    expect(csv).toContain('"Line one\nline ""two"""');
    const { events } = await value(
      listAudit({ ctx: desk.context({ actor: vera }), input: { ...WHOLE_AUDIT, action: 'invitations.exported' } }),
    );
    expect(events[0]).toMatchObject({ actor: { name: 'Vera Ode', role: 'auditor' } });
    // What was searched for may be a person's: it does not stay for ever.
    expect(JSON.stringify(events)).not.toContain(email);
    const refused = await exportInvitations({ ctx: desk.context({ actor: sponsor }), input: filter });
    expect(refused).toMatchObject({ failure: { code: 'forbidden' } });
  });

  it('the audit’s carries itself as its last entry, and can be verified line by line', async () => {
    const ctx = desk.context({ actor: vera });
    const lines = (await text(await value(exportAudit({ ctx, input: { ...WHOLE_HISTORY, format: 'jsonl' } }))))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, at) => at + 1));
    expect(lines.at(-1)).toMatchObject({ action: 'audit.exported', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const csv = await text(await value(exportAudit({ ctx, input: { ...WHOLE_HISTORY, format: 'csv' } })));
    expect(csv.split('\r\n')[1]).toContain('audit.exported');
    const some = await text(
      await value(exportAudit({ ctx, input: { ...WHOLE_HISTORY, action: 'audit.exported', format: 'jsonl' } })),
    );
    expect(
      new Set(
        some
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).action),
      ),
    ).toEqual(new Set(['audit.exported']));
  });
});

describe('the audit', () => {
  const read = async (change: Partial<typeof WHOLE_AUDIT>) =>
    value(listAudit({ ctx: desk.context({ actor: vera }), input: { ...WHOLE_AUDIT, ...change } }));

  it('is filtered by who did it, on whom, which invitation, what and when', async () => {
    const { id, email } = await sent({ displayName: 'Ägir Hundred%' });
    const about = (await read({ invitationId: id })).events;
    expect(about.map(({ action }) => action)).toEqual(['invitation.sent', 'invitation.requested']);
    const sequences = about.map(({ sequence }) => sequence);
    for (const person of [email, 'ägir hundred%', email.toUpperCase()]) {
      expect((await read({ person })).events.map(({ sequence }) => sequence)).toEqual(sequences);
    }
    expect((await read({ person: 'no%body' })).events).toEqual([]);
    expect((await read({ person: 'vera' })).events.every(({ actor }) => actor?.name === 'Vera Ode')).toBe(true);
    expect((await read({ action: 'revoke' })).events.every(({ action }) => action.startsWith('revoke.'))).toBe(true);
    const today = about[0]?.at.slice(0, 10) ?? '';
    expect((await read({ from: today, to: today, invitationId: id })).events).toHaveLength(2);
    expect((await read({ to: '2020-01-01' })).events).toEqual([]);
  });

  it('pages from the newest to the oldest, and loses nothing to entries that come in between', async () => {
    for (let i = 0; i < 60; i += 1) {
      await value(exportInvitations({ ctx: desk.context({ actor: vera }), input: WHOLE_FILTER }));
    }
    const seen: number[] = [];
    let before: string | null = '';
    while (before !== null) {
      const page: Awaited<ReturnType<typeof read>> = await read({ before });
      seen.push(...page.events.map(({ sequence }) => sequence));
      before = page.next;
      await value(exportInvitations({ ctx: desk.context({ actor: vera }), input: WHOLE_FILTER }));
    }
    const [newest = 0] = seen;
    expect(seen).toEqual(Array.from({ length: newest }, (_, at) => newest - at));
  });

  it('finds all of a person’s entries, of one who did much and page by page', async () => {
    for (let i = 0; i < 60; i += 1) {
      await value(exportInvitations({ ctx: desk.context({ actor: vera }), input: WHOLE_FILTER }));
    }
    const events = async (change: Partial<typeof WHOLE_AUDIT>) => {
      const found: number[] = [];
      for (let before: string | null = ''; before !== null; ) {
        const page: Awaited<ReturnType<typeof read>> = await read({ ...change, before });
        found.push(...page.events.filter(({ actor }) => actor?.name === 'Vera Ode').map(({ sequence }) => sequence));
        before = page.next;
      }
      return found;
    };
    const all = await events({});
    expect(all.length).toBeGreaterThan(60);
    for (const person of ['Ode Vera', 'vera@acme.example', 'vera', 'od']) {
      expect(await events({ person }), person).toEqual(all);
    }
    const exports = await events({ action: 'invitations.exported' });
    expect(await events({ person: 'vera ode', action: 'invitations' })).toEqual(exports);
  });

  it('has an index for a person’s name and address', async () => {
    let plan = '';
    const rolledBack = desk.db.transaction(async (tx) => {
      // So many that reading them all is not the shorter way.
      await tx.execute(sql`insert into audit select 1000000 + i, now(), 'test', null, null, '', '{}', '{}', '', ''
        from generate_series(1, 10000) i`);
      await tx.execute(sql`insert into audit_personal select 1000000 + i, 'actor', i, '', jsonb_build_object('name', i)
        from generate_series(1, 10000) i`);
      await tx.execute(sql`analyze audit_personal`);
      const { rows } = await tx.execute(
        sql`explain select 1 from audit where ${isOfPerson('vera@acme.example', null, 50)}`,
      );
      plan = JSON.stringify(rows);
      tx.rollback();
    });
    await expect(rolledBack).rejects.toThrow('Rollback');
    expect(plan).toContain('Bitmap Index Scan on audit_personal_search');
  });

  it('verifies, and is closed to the helpdesk', async () => {
    expect(await value(verifyAudit({ ctx: desk.context({ actor: vera }) }))).toMatchObject({ ok: true, problems: [] });
    const closed = { failure: { code: 'forbidden' } };
    const ctx = desk.context();
    expect(await listAudit({ ctx, input: WHOLE_AUDIT })).toMatchObject(closed);
    expect(await verifyAudit({ ctx })).toMatchObject(closed);
    expect(await exportAudit({ ctx, input: { ...WHOLE_HISTORY, format: 'csv' } })).toMatchObject(closed);
  });
});
