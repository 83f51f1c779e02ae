import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, auditPersonal, people } from '@/lib/db/schema';
import { invite } from '@/lib/invitations/invite';
import { outlook } from '@/lib/invitations/outlook';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { type Desk, maya, openDesk } from '../verbs/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.reset();
  await desk.policy();
});

type Change = Parameters<Desk['filled']>[0];
const about = async (change: Change = {}, as: Parameters<Desk['context']>[0] = {}) => {
  const { email, displayName, directoryId, roleIds, sponsorUserId, purpose, ticket } = await desk.filled(change);
  const input = { email, displayName, directoryId, roleIds, sponsorUserId, purpose, ticket };
  const result = await outlook({ ctx: desk.context(as), input });
  return result.ok ? result.value : result.failure;
};
const failureOf = (result: Awaited<ReturnType<typeof invite>>) => (result.ok ? null : result.failure);

describe('the outlook', () => {
  it('says who has an address: nobody, a user, or an open invitation and by whom', async () => {
    const input = await desk.filled();
    expect(await about({ email: input.email })).toMatchObject({ standing: { kind: 'new' } });
    expect(await about({ email: 'ANA.RUIZ@acme.example' })).toMatchObject({
      standing: { kind: 'user', person: { name: 'Ana Ruiz' }, enabled: true },
    });
    await invite({ ctx: desk.context(), input });
    expect(await about({ email: input.email })).toMatchObject({
      standing: { kind: 'invited', invitation: { status: 'pending', ledger: { inviter: { name: 'Maya Chen' } } } },
    });
  });

  it('has nothing to say of what is no address yet, and nothing to those who may not ask', async () => {
    expect(await about({ email: 'ana.ruiz@' })).toBeNull();
    expect(await about({ directoryId: '' })).toBeNull();
    expect(await about({}, { actor: { ...maya, roles: ['auditor'] } })).toMatchObject({ code: 'forbidden' });
  });

  it('does not tell a sponsor who has an address, nor whom it resembles', async () => {
    await desk.db.insert(people).values({
      id: 'person-1',
      email: 'grace.hopper@navy.example',
      emailKey: 'grace.hopper@navy.example',
      name: 'Grace Hopper',
      jobTitle: '',
      department: '',
      status: 'enabled',
      type: 'human',
      seenAt: new Date(),
    });
    const twin = { email: 'grace@elsewhere.example', displayName: 'Grace Hopper' };
    expect(await about(twin)).toMatchObject({ warnings: [{ kind: 'person' }] });
    expect(await about(twin, { actor: { ...maya, roles: ['sponsor'] } })).toMatchObject({
      standing: null,
      verdict: { answer: 'needs-approval', sentences: [expect.stringContaining('an administrator or the helpdesk')] },
      warnings: [],
    });
  });

  it('says the policy’s word, the same as the verb, and nothing yet of a purpose that is not typed', async () => {
    expect(await about()).toMatchObject({ verdict: { answer: 'allow', sentences: ['Allowed for Helpdesk.'] } });
    await desk.policy({ purpose: { pattern: 'Project .*', hint: 'Name the project.' } });
    expect(await about({ purpose: '' })).toMatchObject({ verdict: { answer: 'allow' } });
    const said = 'The purpose is not written as your organisation asks: Name the project.';
    expect(await about()).toMatchObject({ verdict: { answer: 'deny', sentences: [said] } });
    expect(failureOf(await invite({ ctx: desk.context(), input: await desk.filled() }))).toMatchObject({
      detail: said,
    });
  });
});

describe('an address that looks like another', () => {
  const own = { domains: { ...FIRST_POLICY.domains, own: ['acme-holding.example'] } };
  const wrong = { email: 'grace@acrne-holding.example' };

  it('is warned of beforehand, with the address that may have been meant', async () => {
    await desk.policy(own);
    expect(await about(wrong)).toMatchObject({
      verdict: { answer: 'allow' },
      warnings: [{ kind: 'confusable', of: 'own', like: 'acme-holding.example', fixed: 'grace@acme-holding.example' }],
    });
    expect(await about({ email: 'grace@acme-holding.example' })).toMatchObject({ warnings: [] });
  });

  it('is not sent without a word; with one it is, and the word is recorded', async () => {
    await desk.policy(own);
    const input = await desk.filled(wrong);
    expect(failureOf(await invite({ ctx: desk.context(), input }))).toMatchObject({
      code: 'lookalike',
      warnings: [{ kind: 'confusable' }],
    });
    expect((await desk.creates()).requests).toBe(0);
    const sure = { ...input, submissionKey: crypto.randomUUID(), acknowledged: 'They own both domains' };
    const result = await invite({ ctx: desk.context(), input: sure });
    expect(result.ok).toBe(true);
    const [entry] = await desk.db
      .select()
      .from(audit)
      .where(eq(audit.action, 'invitation.requested'))
      .orderBy(desc(audit.sequence))
      .limit(1);
    expect(entry?.details).toMatchObject({ lookalike: ['confusable'] });
    const parts = await desk.db
      .select()
      .from(auditPersonal)
      .where(eq(auditPersonal.sequence, entry?.sequence ?? 0));
    expect(parts.find(({ part }) => part === 'text')?.content).toMatchObject({ acknowledged: 'They own both domains' });
  });

  it('of one that looks like nothing, no word is asked and none is kept', async () => {
    const input = await desk.filled({ acknowledged: 'Just so' });
    expect((await invite({ ctx: desk.context(), input })).ok).toBe(true);
    const [entry] = await desk.db
      .select({ details: audit.details })
      .from(audit)
      .where(eq(audit.action, 'invitation.requested'))
      .orderBy(desc(audit.sequence))
      .limit(1);
    expect(entry?.details).not.toHaveProperty('lookalike');
  });
});
