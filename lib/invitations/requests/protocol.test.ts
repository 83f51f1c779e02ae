import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approvers } from '../rules/document';
import { approversInWords, type Decider, fits, fitsAll } from './approvers';
import {
  approvalHolds,
  type Judged,
  REQUEST_RULES,
  type RequestLife,
  type RequestRules,
  type Shown,
  stepRequest,
} from './protocol';
import type { RequestContent } from './record';

/**
 * A world in which everything comes late: deciders who look, are judged and press a button while the requester edits, the
 * policy changes and processes die between an approval and what it sends. The schedule is a list of numbers, so fast-check
 * shrinks a bad history to a short one.
 */
const person = (subject: string, roles: Decider['roles'], email = `${subject}@acme.example`): Decider => ({
  subject,
  email,
  emailVerified: true,
  roles,
  groups: [],
  userId: '',
});
const ANA = person('ana', ['sponsor', 'admin']);
const PEOPLE = [
  person('maya', ['helpdesk']),
  person('omar', ['admin', 'helpdesk']),
  ANA,
  // Ana again, under another account with her address.
  person('ana-2', ['admin'], 'Ana@acme.example'),
];

/** Each version of the policy: who has to say yes, who may not send it, and whether it refuses it to everybody. */
type Version = { approvers: Approvers[]; barred: string[]; denied: boolean };
const VERSIONS: Version[] = [
  { approvers: [{ roles: ['helpdesk'] }], barred: [], denied: false },
  { approvers: [{ roles: ['admin'] }], barred: [], denied: false },
  { approvers: [{ roles: ['helpdesk'] }, { roles: ['admin'] }], barred: [], denied: false },
  { approvers: [{ roles: ['helpdesk'] }], barred: ['maya'], denied: false },
  { approvers: [{ roles: ['helpdesk'] }], barred: [], denied: true },
];

const CONTENT: RequestContent = {
  directoryId: 'd',
  email: 'guest@partner.example',
  displayName: 'Guest',
  roleIds: ['r1', 'r2'],
  sponsorUserId: '',
  purpose: 'p0',
  ticket: '',
  jobId: '',
  onboardingFlowId: '',
};
const hashOf = (content: RequestContent) => JSON.stringify(content);
const LAST_DAY = 2;

type Pending = { by: Decider; seen: RequestLife; judged: Judged };
type Intent = { by: Decider; seen: RequestLife; content: RequestContent; asked: RequestContent; claimed: boolean };

class World {
  now = 0;
  version = 0;
  request: RequestLife = {
    state: 'open',
    revision: 1,
    content: CONTENT,
    contentHash: hashOf(CONTENT),
    requester: { subject: ANA.subject, email: ANA.email },
    expiresAt: LAST_DAY,
  };
  intent: Intent | null = null;
  sent = 0;
  wrong: string | null = null;
  readonly history: string[] = [];
  private pending: Pending[] = [];
  private edits = 0;
  /** Looked at before its call, by a process that may be paused there. */
  private checked: Intent | null = null;

  constructor(private readonly rules: RequestRules) {}

  get policy(): Version {
    return VERSIONS[this.version % VERSIONS.length] as Version;
  }

  /** What can happen now, by name. */
  moves(): [string, () => void][] {
    const moves: [string, () => void][] = [
      ['edit', () => this.edit(ANA)],
      ['somebody else edits', () => this.edit(PEOPLE[0] as Decider)],
      ['stale edit', () => this.edit(ANA, 1)],
      ['withdraw', () => this.apply({ type: 'withdraw', by: ANA })],
      ['answer', () => this.apply({ type: 'answer', by: ANA })],
      ['expire', () => this.apply({ type: 'expire', now: this.now })],
      ['a day', () => this.pass()],
      ['policy', () => this.changePolicy()],
    ];
    for (const by of PEOPLE) moves.push([`${by.subject} looks`, () => this.look(by)]);
    for (const one of this.pending) {
      moves.push([`${one.by.subject} is judged again`, () => this.judgeAgain(one)]);
      moves.push([`${one.by.subject} approves`, () => this.approve(one, one.seen.content)]);
      // A page that knows of the newest revision, and shows an earlier one.
      const mixed = { revision: this.request.revision, contentHash: one.seen.contentHash };
      moves.push([
        `${one.by.subject} approves from a mixed page`,
        () => this.approve(one, this.request.content, mixed),
      ]);
      moves.push([`${one.by.subject} narrows`, () => this.approve(one, { ...one.seen.content, roleIds: ['r1'] })]);
      moves.push([`${one.by.subject} widens`, () => this.approve(one, { ...one.seen.content, roleIds: ['r1', 'r9'] })]);
      moves.push([
        `${one.by.subject} redirects`,
        () => this.approve(one, { ...one.seen.content, email: 'x@y.example' }),
      ]);
      moves.push([`${one.by.subject} denies`, () => this.decide(one, 'deny')]);
      moves.push([`${one.by.subject} asks back`, () => this.decide(one, 'ask-back')]);
    }
    moves.push(['crash', () => this.crash()]);
    if (this.intent !== null) moves.push(['reconcile', () => this.reconcile()]);
    if (this.checked !== null) moves.push(['call', () => this.call()]);
    // A second process that judged the same attempt, and comes once it has left.
    if (this.intent === null) moves.push(['reopen late', () => this.apply({ type: 'reopen', sent: true })]);
    return moves;
  }

  private look(by: Decider) {
    const seen = this.request;
    this.pending.push({ by, seen, judged: this.judge(by) });
  }

  private judgeAgain(one: Pending) {
    one.judged = this.judge(one.by);
  }

  private pass() {
    this.now += 1;
  }

  private changePolicy() {
    this.version += 1;
  }

  private judge(by: Decider): Judged {
    const { approvers, barred } = this.policy;
    return { approvers, couldSend: !barred.includes(by.subject), number: this.version };
  }

  private apply(event: Parameters<typeof stepRequest>[1]): boolean {
    const before = this.request;
    const stepped = stepRequest(before, event, this.rules);
    if (!stepped.ok) return false;
    this.request = stepped.next;
    const closed = before.state !== 'open' && before.state !== 'asked-back';
    if (closed && event.type !== 'reopen') this.wrong ??= `${event.type} of what was ${before.state}`;
    if (event.type === 'reopen' && this.sent > 0) this.wrong ??= 'asked for again what was sent';
    return true;
  }

  private edit(by: Decider, revision = this.request.revision) {
    this.edits += 1;
    const earlier = this.request;
    const content = { ...earlier.content, purpose: `p${this.edits}` };
    const went = this.apply({ type: 'edit', by, shown: { revision }, content, contentHash: hashOf(content) });
    if (went && by !== ANA) this.wrong ??= 'somebody else changed it';
    if (went && revision !== earlier.revision) this.wrong ??= 'an edit of what had changed';
  }

  private decide({ by, seen, judged }: Pending, type: 'deny' | 'ask-back') {
    const event = { type, by, shown: seen, judged, policyNumber: this.version, now: this.now } as const;
    const before = this.request;
    if (this.apply(event)) this.judgeWord(by, seen, before);
  }

  /** One transaction: the approval, and the intent of what it sends. */
  private approve({ by, seen, judged }: Pending, sends: RequestContent, page: Shown = seen) {
    const before = this.request;
    const event = {
      type: 'approve',
      by,
      shown: page,
      judged,
      sends,
      policyNumber: this.version,
      now: this.now,
    } as const;
    if (!this.apply(event)) return;
    this.judgeWord(by, seen, before);
    if (this.policy.barred.includes(by.subject)) this.wrong ??= 'approved by somebody who could not send it';
    this.intent = { by, seen, content: sends, asked: before.content, claimed: true };
    // Whoever approves goes on to send, when nothing comes in between.
    this.checked = this.policy.denied ? null : this.intent;
  }

  private judgeWord(by: Decider, seen: RequestLife, before: RequestLife) {
    const own = by === ANA || by.subject === 'ana-2';
    if (own) this.wrong ??= 'decided by whoever asked';
    if (hashOf(seen.content) !== hashOf(before.content)) this.wrong ??= 'decided on something that was not shown';
    if (seen.revision !== before.revision) this.wrong ??= 'decided on an earlier revision';
    if (this.now >= before.expiresAt) this.wrong ??= 'decided after its last day';
    if (!fitsAll(this.policy.approvers, by, '')) this.wrong ??= 'decided by somebody whom the policy does not ask';
  }

  private crash() {
    this.pending = [];
    this.checked = null;
  }

  /** Another process finds the intent, judges it again, and sends it or opens its request. */
  private reconcile() {
    const { intent } = this;
    if (intent === null || this.checked !== null) return;
    const { approvers, barred, denied } = this.policy;
    const couldSend = !barred.includes(intent.by.subject);
    if (approvalHolds(intent, intent.by, { denied, approvers, couldSend })) {
      this.checked = intent;
      this.call();
      return;
    }
    this.intent = null;
    this.apply({ type: 'reopen', sent: false });
  }

  /** What leaves has a word on it, and is that or less. */
  private call() {
    const { checked: intent } = this;
    this.checked = null;
    if (intent === null || this.intent !== intent) return;
    this.intent = null;
    this.sent += 1;
    if (this.sent > 1) this.wrong ??= 'sent twice';
    if (this.request.state !== 'approved') this.wrong ??= `sent while it was ${this.request.state}`;
    const { roleIds, displayName: _name, ...rest } = intent.content;
    const { roleIds: wanted, displayName: _asked, ...same } = intent.seen.content;
    if (hashOf({ ...rest, roleIds: [], displayName: '' }) !== hashOf({ ...same, roleIds: [], displayName: '' })) {
      this.wrong ??= 'sent something else than was shown';
    }
    if (roleIds.some((id) => !wanted.includes(id))) this.wrong ??= 'sent a role that was not asked for';
  }
}

function play(schedule: readonly number[], rules: RequestRules): World {
  const world = new World(rules);
  for (const choice of schedule) {
    const moves = world.moves();
    const [name, move] = moves[choice % moves.length] as (typeof moves)[number];
    world.history.push(name);
    move();
    if (world.wrong !== null) break;
  }
  return world;
}

const schedules = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 40, size: 'max' });

describe('the life of a request', () => {
  it('sends nothing that was not approved, in 20,000 random histories', () => {
    let sent = 0;
    fc.assert(
      fc.property(schedules, (schedule) => {
        const world = play(schedule, REQUEST_RULES);
        sent += world.sent;
        expect(world.wrong, world.history.join('\n')).toBeNull();
      }),
      { numRuns: 20_000 },
    );
    // A world in which nothing is ever sent would prove nothing.
    expect(sent).toBeGreaterThan(500);
  }, 60_000);

  it.each(Object.keys(REQUEST_RULES) as (keyof RequestRules)[])(
    'goes wrong in some history without the guard %s',
    (guard) => {
      const without: RequestRules = { ...REQUEST_RULES, [guard]: () => true };
      const result = fc.check(
        fc.property(schedules, (schedule) => play(schedule, without).wrong === null),
        { numRuns: 200_000, endOnFailure: true },
      );
      expect(result.failed).toBe(true);
    },
    60_000,
  );
});

describe('approvers', () => {
  const sam: Decider = { ...person('sam', ['helpdesk']), groups: ['finance'], userId: 'u1' };

  it.each<[string, Approvers, boolean]>([
    ['a role', { roles: ['helpdesk'] }, true],
    ['another role', { roles: ['admin'] }, false],
    ['a group', { groups: ['finance'] }, true],
    ['an address, in any case', { people: ['SAM@acme.example'] }, true],
    ['the sponsor', { sponsor: true }, true],
    ['one part of several', { roles: ['admin'], groups: ['finance'] }, true],
  ])('fit by %s', (_what, entry, expected) => {
    expect(fits(entry, sam, 'u1')).toBe(expected);
  });

  it('are nobody by an address that is not verified, nor the sponsor where there is none', () => {
    expect(fits({ people: [sam.email] }, { ...sam, emailVerified: false }, '')).toBe(false);
    expect(fits({ sponsor: true }, { ...sam, userId: '' }, '')).toBe(false);
  });

  it('have to fit every entry; no entry is nobody’s', () => {
    expect(fitsAll([{ roles: ['helpdesk'] }, { roles: ['admin'] }], sam, '')).toBe(false);
    expect(fitsAll([], sam, '')).toBe(false);
  });

  it('are said in words', () => {
    expect(approversInWords([{ roles: ['admin'], groups: ['finance'] }, { sponsor: true }], 'Ana Ruiz')).toEqual([
      'admin or the group finance',
      'the sponsor, Ana Ruiz',
    ]);
  });
});
