import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '@/lib/db/schema';
import { invite } from '@/lib/invitations/invite';
import { FIRST_POLICY, type Policy } from '@/lib/invitations/rules/document';
import {
  pausePolicy,
  previewPolicy,
  revertPolicy,
  savePolicy,
  showPolicy,
} from '@/lib/invitations/rules/manage-policy';
import { takePolicy } from '@/lib/invitations/rules/take-policy';
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

const ada = { ...maya, subject: 'ada', name: 'Ada Admin', roles: ['admin' as const] };
const admin = () => desk.context({ actor: ada });
const number = async () => (await admin().policy.fresh()).number;
const text = (change: Partial<Policy>) => JSON.stringify({ ...FIRST_POLICY, ...change });
const codeOf = (result: { ok: true } | { ok: false; failure: { code: string } }) =>
  result.ok ? 'ok' : result.failure.code;

describe('saving', () => {
  it('makes it hold at once, with who did it and why in history and audit', async () => {
    const ctx = admin();
    const basedOn = await number();
    const denied = { ...FIRST_POLICY.domains, denied: ['mailinator.example'] };
    const saved = await savePolicy({
      ctx,
      input: { document: text({ domains: denied }), basedOn, note: 'Throw-away mail' },
    });
    expect(codeOf(saved)).toBe('ok');
    const input = await desk.filled({ email: 'gwen@mailinator.example' });
    expect(codeOf(await invite({ ctx: desk.context(), input }))).toBe('policy-denied');

    const shown = await showPolicy({ ctx });
    expect(shown.ok && shown.value.history[0]).toMatchObject({
      number: basedOn + 1,
      note: 'Throw-away mail',
      author: { name: 'Ada Admin' },
    });
    const [entry] = await desk.db
      .select()
      .from(audit)
      .where(eq(audit.action, 'policy.changed'))
      .orderBy(desc(audit.sequence))
      .limit(1);
    expect(entry?.details).toMatchObject({ number: basedOn + 1, origin: 'editor' });
  });

  it('of two at once one is kept, and the other is told', async () => {
    const basedOn = await number();
    const save = (note: string) => savePolicy({ ctx: admin(), input: { document: text({}), basedOn, note } });
    const codes = (await Promise.all([save('one'), save('two'), save('three')])).map(codeOf).sort();
    expect(codes).toEqual(['ok', 'policy-changed', 'policy-changed']);
    expect(await number()).toBe(basedOn + 1);
  });

  it('keeps nothing of a document with a mistake, and says where it is', async () => {
    const basedOn = await number();
    const document = text({ ticket: { required: true, pattern: '(', hint: '' } });
    const saved = await savePolicy({ ctx: admin(), input: { document, basedOn, note: '' } });
    expect(saved).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
    expect(saved.ok ? '' : saved.failure.fields?.document).toContain('Ticket, pattern:');
    expect(await number()).toBe(basedOn);
  });

  it('is refused to everybody but an administrator, and where a file pins the policy', async () => {
    const basedOn = await number();
    const input = { document: text({}), basedOn, note: '' };
    expect(codeOf(await savePolicy({ ctx: desk.context(), input }))).toBe('forbidden');
    expect(codeOf(await savePolicy({ ctx: { ...admin(), policyFile: 'usher.policy.json' }, input }))).toBe(
      'policy-pinned',
    );
    expect(await number()).toBe(basedOn);
  });
});

it('goes back to an earlier version as a new one', async () => {
  await desk.policy({ sponsor: { required: true } });
  const strict = await number();
  await desk.policy();
  const reverted = await revertPolicy({ ctx: admin(), input: { number: strict, basedOn: await number() } });
  expect(reverted.ok && reverted.value).toMatchObject({
    number: strict + 2,
    origin: 'revert',
    policy: { sponsor: { required: true } },
  });
});

it('pauses all sending with one switch, and says why to whoever sends', async () => {
  const paused = await pausePolicy({ ctx: admin(), input: { paused: 'yes', because: 'Audit week' } });
  expect(codeOf(paused)).toBe('ok');
  const input = await desk.filled();
  const refused = await invite({ ctx: desk.context(), input });
  expect(refused).toMatchObject({ ok: false, failure: { code: 'sending-paused' } });
  expect(await desk.creates()).toEqual({ requests: 0, committed: 0 });
  await pausePolicy({ ctx: admin(), input: { paused: 'no', because: '' } });
  expect(codeOf(await invite({ ctx: desk.context(), input }))).toBe('ok');
});

it('says what a policy that nobody has saved would do, and does none of it', async () => {
  const before = await number();
  const directoryId = (await desk.filled()).directoryId;
  const ask = (document: string) =>
    previewPolicy({
      ctx: admin(),
      input: {
        document,
        email: 'gwen@partner.example',
        directoryId,
        roleIds: [],
        inviterRole: 'helpdesk',
        inviterGroups: 'night-shift, weekend',
        ticket: '',
      },
    });
  expect(await ask(text({}))).toMatchObject({ ok: true, value: { answer: 'allow', sentences: [] } });
  const byGroup = await ask(
    text({
      rules: [
        {
          id: 'night',
          name: 'Not at night',
          when: { inviterGroups: ['weekend'] },
          verdict: { answer: 'deny', because: 'The desk is closed.' },
        },
      ],
    }),
  );
  expect(byGroup).toMatchObject({ ok: true, value: { answer: 'deny' } });
  expect(byGroup.ok ? byGroup.value.sentences.join() : '').toContain('The desk is closed');
  expect(await number()).toBe(before);
});

describe('a policy in a file', () => {
  const file = (change: Partial<Policy>, mode: 'seed' | 'pin') =>
    takePolicy(admin().policy, { file: 'usher.policy.json', text: text(change), mode });

  it('pins what it says at every start, once', async () => {
    const ceilings = { perInviter: 7, perDomain: null, inAll: null };
    expect(await file({ ceilings }, 'pin')).toEqual({ saved: true, problem: null });
    expect(await file({ ceilings }, 'pin')).toEqual({ saved: false, problem: null });
    const { policy, origin, author } = await admin().policy.fresh();
    expect({ ceilings: policy.ceilings, origin, author }).toEqual({ ceilings, origin: 'file', author: null });
  });

  it('seeds only where there is none yet', async () => {
    const before = await number();
    expect(await file({ sponsor: { required: true } }, 'seed')).toEqual({ saved: false, problem: null });
    expect(await number()).toBe(before);
  });

  it('of several replicas that start at once one saves, and all are content', async () => {
    const before = await number();
    const all = await Promise.all([1, 2, 3].map(() => file({ sponsor: { required: true } }, 'pin')));
    expect(all.every(({ problem }) => problem === null)).toBe(true);
    expect(await number()).toBe(before + 1);
  });

  it('that is no policy is refused with its mistakes', async () => {
    const taken = await takePolicy(admin().policy, { file: 'p.json', text: '{"version": 2}', mode: 'pin' });
    expect(taken.saved).toBe(false);
    expect(taken.problem).toContain('USHER_POLICY_FILE: p.json is not a policy');
  });
});
