import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerQuestion } from '@/lib/invitations/requests/answer-question';
import { ask } from '@/lib/invitations/requests/ask';
import { decideRequest } from '@/lib/invitations/requests/decide-request';
import { editRequest } from '@/lib/invitations/requests/edit-request';
import { expireRequests } from '@/lib/invitations/requests/expire-requests';
import { listRequests } from '@/lib/invitations/requests/list-requests';
import { rejudgeRequests } from '@/lib/invitations/requests/rejudge-requests';
import { requestFormOptions } from '@/lib/invitations/requests/request-form';
import { showRequest } from '@/lib/invitations/requests/show-request';
import { withdrawRequest } from '@/lib/invitations/requests/withdraw-request';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { type Desk, openDesk } from '../verbs/desk';
import {
  ana,
  approve,
  as,
  asked,
  failure,
  maya,
  noor,
  omar,
  requestFor,
  setPolicy,
  shown,
  story,
  value,
} from './support';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => setPolicy(desk, FIRST_POLICY));

describe('ask', () => {
  it('records what a sponsor asks for, with themselves as sponsor and the desk as approver; nothing is sent', async () => {
    const request = await asked(desk, { wantedUntil: '2027-12-31' });
    expect(request).toMatchObject({
      state: 'open',
      revision: 1,
      mine: true,
      hindrance: 'own',
      sponsor: { id: await desk.userId(ana.email), name: ana.name },
      approvers: ['admin or helpdesk'],
      wantedUntil: '2027-12-31',
    });
    expect(await story(desk, request.id)).toEqual(['request.asked']);
    expect((await desk.creates()).requests).toBe(0);
  });

  it('answers the same request for the same key, and refuses another person’s key', async () => {
    const input = await requestFor(desk);
    const first = value(await ask({ ctx: as(desk, ana), input }));
    expect(value(await ask({ ctx: as(desk, ana), input })).id).toBe(first.id);
    expect(failure(await ask({ ctx: as(desk, noor), input })).code).toBe('submission-reused');
  });

  it('tells the second who asks for the same person of the first', async () => {
    const first = await asked(desk);
    const input = await requestFor(desk, { email: first.email.toUpperCase() });
    expect(failure(await ask({ ctx: as(desk, noor), input }))).toMatchObject({
      code: 'already-requested',
      detail: expect.stringContaining('Ana Ruiz'),
    });
  });

  it('refuses what the requester’s roles in Usher may not hand out, and takes the policy’s word on it', async () => {
    const roleIds = [await desk.roleId('Finance Analyst')];
    const input = await requestFor(desk, { roleIds });
    expect(failure(await ask({ ctx: as(desk, ana), input })).code).toBe('role-not-grantable');
    await setPolicy(desk, { grants: { sponsor: ['Finance Analyst'] } });
    expect(value(await requestFormOptions({ ctx: as(desk, ana) })).roles.map(({ name }) => name)).toEqual([
      'Finance Analyst',
    ]);
    expect(value(await ask({ ctx: as(desk, ana), input })).roles).toEqual([
      { id: roleIds[0], name: 'Finance Analyst' },
    ]);
  });

  it('refuses what the policy denies for good, and takes what it only stops for now', async () => {
    await setPolicy(desk, { domains: { allowed: [], denied: ['guests.example'], own: [] } });
    expect(failure(await ask({ ctx: as(desk, ana), input: await requestFor(desk) }))).toMatchObject({
      code: 'policy-denied',
      reasons: [{ code: 'domain-denied', words: 'guests.example' }],
    });
    await setPolicy(desk, { ...FIRST_POLICY, paused: true });
    const request = await asked(desk);
    expect(request).toMatchObject({ state: 'open', approvers: ['admin or helpdesk'] });
    expect(failure(await approve(desk, maya, request)).code).toBe('sending-paused');
    expect(value(await showRequest({ ctx: as(desk, ana), input: { id: request.id } })).request.state).toBe('open');
  });

  it('sends who may send to the form, and takes their request where the policy wants a second person', async () => {
    expect(failure(await ask({ ctx: as(desk, maya), input: await requestFor(desk) })).code).toBe('invalid-input');
    await setPolicy(desk, { rules: [], otherwise: { answer: 'needs-approval', of: { roles: ['admin'] } } });
    const request = await asked(desk, {}, maya);
    expect(request.approvers).toEqual(['admin']);
    expect(failure(await approve(desk, maya, request)).code).toBe('own-request');
  });

  it.each(['2020-01-01', '2099-01-01'])('refuses %s as a last day', async (wantedUntil) => {
    const input = await requestFor(desk, { wantedUntil });
    expect(failure(await ask({ ctx: as(desk, ana), input }))).toMatchObject({
      code: 'invalid-input',
      fields: { wantedUntil: expect.any(String) },
    });
  });

  it('is not for auditors', async () => {
    const auditor = { ...ana, roles: ['auditor'] as const };
    expect(failure(await ask({ ctx: as(desk, auditor), input: await requestFor(desk) })).code).toBe('forbidden');
  });
});

describe('a request that waits', () => {
  it('is edited by its requester only; a decision on what was shown before is refused', async () => {
    const request = await asked(desk);
    const { submissionKey: _key, ...input } = await requestFor(desk, { email: request.email, purpose: 'Another' });
    const edit = { ...input, id: request.id, revision: request.revision };
    expect(failure(await editRequest({ ctx: as(desk, noor), input: edit })).code).toBe('request-not-found');
    const edited = value(await editRequest({ ctx: as(desk, ana), input: edit }));
    expect(edited).toMatchObject({ revision: 2, purpose: 'Another', state: 'open' });
    expect(failure(await editRequest({ ctx: as(desk, ana), input: edit })).code).toBe('request-changed');
    expect(failure(await approve(desk, maya, request)).code).toBe('request-changed');
    const stale = { ...edited, contentHash: request.contentHash };
    expect(failure(await approve(desk, maya, stale)).code).toBe('request-changed');
    expect(await story(desk, request.id)).toEqual(['request.asked', 'request.edited']);
  });

  it('cannot be edited into one that somebody else has asked for', async () => {
    const [theirs, mine] = [await asked(desk, {}, noor), await asked(desk)];
    const { submissionKey: _key, ...input } = await requestFor(desk, { email: theirs.email });
    const edit = { ...input, id: mine.id, revision: 1 };
    expect(failure(await editRequest({ ctx: as(desk, ana), input: edit })).code).toBe('already-requested');
  });

  it('goes back with a question, and comes again with the answer; the thread has both', async () => {
    const request = await asked(desk);
    const back = await decideRequest({
      ctx: as(desk, maya),
      input: { decision: 'ask-back', ...shown(request), question: 'Which project?' },
    });
    expect(value(back).request.state).toBe('asked-back');
    const answered = await answerQuestion({ ctx: as(desk, ana), input: { id: request.id, text: 'The dam' } });
    expect(value(answered)).toMatchObject({ state: 'open', revision: 1 });
    const { messages } = value(await showRequest({ ctx: as(desk, maya), input: { id: request.id } }));
    expect(messages.map(({ kind, text, author }) => [kind, text, author])).toEqual([
      ['question', 'Which project?', 'Maya Chen'],
      ['answer', 'The dam', 'Ana Ruiz'],
    ]);
    expect(value(await approve(desk, maya, request)).request.state).toBe('approved');
  });

  it('is withdrawn by its requester only, and stays so', async () => {
    const request = await asked(desk);
    const input = { id: request.id };
    expect(failure(await withdrawRequest({ ctx: as(desk, noor), input })).code).toBe('request-not-found');
    expect(value(await withdrawRequest({ ctx: as(desk, ana), input })).state).toBe('withdrawn');
    expect(failure(await approve(desk, maya, request))).toMatchObject({
      code: 'request-closed',
      detail: expect.stringContaining('Ana Ruiz withdrew it'),
    });
    expect(failure(await withdrawRequest({ ctx: as(desk, ana), input })).code).toBe('request-closed');
  });

  it('is shown to its requester and to who has a word in it, and to nobody else', async () => {
    const request = await asked(desk);
    const input = { id: request.id };
    expect(failure(await showRequest({ ctx: as(desk, noor), input })).code).toBe('request-not-found');
    const own = value(await showRequest({ ctx: as(desk, ana), input }));
    expect(own.standing).toEqual({ person: null, invitation: null });
    const detail = value(await showRequest({ ctx: as(desk, maya), input }));
    expect(detail).toMatchObject({ request: { hindrance: null, mine: false }, reasons: [{ code: 'rule' }] });
    expect(detail.history.asked).toBeGreaterThan(0);
  });

  it('tells whoever decides that the address is somebody’s already, and wants an override for it', async () => {
    const request = await asked(desk, { email: noor.email });
    const detail = value(await showRequest({ ctx: as(desk, maya), input: { id: request.id } }));
    expect(detail.standing.person).toMatchObject({ email: noor.email });
    expect(failure(await approve(desk, maya, request))).toMatchObject({ code: 'already-known', overridable: false });
    expect(failure(await approve(desk, omar, request))).toMatchObject({ code: 'already-known', overridable: true });
    expect(value(await approve(desk, omar, request, { override: true })).receipt).not.toBeNull();
  });
});

describe('the queue', () => {
  it('has what waits for the reader’s word, oldest first, page by page, and what is over', async () => {
    const made = [await asked(desk), await asked(desk), await asked(desk)];
    const list = (actor: typeof ana, filter: 'mine-to-decide' | 'all' | 'decided', after = '') =>
      listRequests({ ctx: as(desk, actor), input: { filter, after } });
    const mine = value(await list(maya, 'mine-to-decide')).requests.map(({ id }) => id);
    expect(mine.filter((id) => made.some((each) => each.id === id))).toEqual(made.map(({ id }) => id));
    expect(value(await list(ana, 'mine-to-decide')).requests).toEqual([]);
    expect(value(await list(noor, 'all')).requests.every(({ mine: theirs }) => theirs)).toBe(true);
    await decideRequest({
      ctx: as(desk, maya),
      input: { decision: 'deny', ...shown(made[0] as (typeof made)[0]), reason: 'Not in our scope' },
    });
    expect(value(await list(maya, 'mine-to-decide')).requests.some(({ id }) => id === made[0]?.id)).toBe(false);
    expect(value(await list(ana, 'decided')).requests[0]).toMatchObject({
      id: made[0]?.id,
      state: 'denied',
      decision: { by: 'Maya Chen', words: 'Not in our scope' },
    });
    expect(failure(await list(maya, 'all', 'nonsense')).code).toBe('invalid-input');
  });

  it('follows the policy: another that asks somebody else changes whose queue it is in', async () => {
    const request = await asked(desk);
    await setPolicy(desk, {
      rules: [
        {
          id: 'noor',
          name: 'Noor decides',
          when: { inviterRoles: ['sponsor'] },
          verdict: { answer: 'needs-approval', of: { people: [noor.email] } },
        },
      ],
    });
    await rejudgeRequests(desk.system());
    expect(failure(await approve(desk, maya, request)).code).toBe('not-an-approver');
    const page = value(await listRequests({ ctx: as(desk, noor), input: { filter: 'mine-to-decide', after: '' } }));
    expect(page.requests.find(({ id }) => id === request.id)).toMatchObject({
      approvers: [noor.email],
      hindrance: null,
    });
    expect(await story(desk, request.id)).toEqual(['request.asked', 'request.rejudged']);
  });

  it('goes on where a page ended', async () => {
    for (let more = 0; more < 52; more += 1) await asked(desk);
    const seen: string[] = [];
    let after = '';
    do {
      const page = value(await listRequests({ ctx: as(desk, maya), input: { filter: 'all', after } }));
      seen.push(...page.requests.map(({ id }) => id));
      after = page.next ?? '';
    } while (after !== '');
    expect(seen.length).toBeGreaterThan(52);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('ends what nobody decided in time, and takes no decision after that', async () => {
    const request = await asked(desk);
    await desk.advance(14 * 86_400_000 + 1_000);
    expect(failure(await approve(desk, maya, request)).code).toBe('request-closed');
    expect(await expireRequests(desk.system())).toBeGreaterThan(0);
    expect(await expireRequests(desk.system())).toBe(0);
    expect(value(await showRequest({ ctx: as(desk, ana), input: { id: request.id } })).request.state).toBe('expired');
    expect(await story(desk, request.id)).toEqual(['request.asked', 'request.expired']);
  });
});
