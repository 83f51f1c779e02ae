import { callOf, canSponsor, type SystemContext } from '../context';
import { failFromDirectory, ok, type Result } from '../errors';
import type { Known } from '../known-domains';
import { can } from '../policy';
import type { UpstreamUser } from '../ports';
import type { Policy } from '../rules/document';
import { type Inviter, type Judging, judgingFor, NO_CEILINGS } from '../rules/judge';
import type { KnownNames } from '../rules/reason-words';
import type { PolicyFacts } from '../rules/verdict';
import type { Batch } from './batch';
import { type NearMany, nearMany } from './plan-near';
import type { KnownOfThem } from './plans';

/** How many people are let past the addresses at a time. */
const PEOPLE_AT_ONCE = 5_000;

/** What holds for the whole plan, gathered once. */
export type PlanFacts = {
  judging: Judging;
  /** The same without what stops sending and not asking: the pause and the ceilings. */
  asking: Judging;
  /** What was sent in the last 24 hours, and what the rows before this one add to it. */
  sent: { byInviter: number; inAll: number; toDomain: Map<string, number> };
  approvers: ReadonlyMap<string, string>;
  sponsors: Map<string, UpstreamUser | null>;
  domains: Omit<Known, 'people'>;
  near: NearMany;
  /** Whose person has come already, and with which row: directory and address. */
  seen: Map<string, number>;
  upstreamNow: Date;
};

/** Answers the `upstream-…` codes when names of directories and roles are not to be had. */
export async function planFacts(ctx: SystemContext, batch: Batch, by: Inviter): Promise<Result<PlanFacts>> {
  const version = await ctx.policy.fresh();
  const { policy } = version;
  const lasting: Policy = { ...policy, paused: false, ceilings: NO_CEILINGS };
  const judging = await judgingFor(ctx, version, by);
  if (!judging.ok) return judging;
  const ceilings = { ...policy.ceilings, perDomain: null };
  const [sent, toDomain, domains, invitedDomains, near, approvers] = await Promise.all([
    ctx.ledger.sentLately({ inviter: by.subject, domain: '', ceilings }),
    policy.ceilings.perDomain === null ? new Map<string, number>() : ctx.plans.sentToDomains(),
    ctx.catalog.directoryDomains(callOf(ctx)),
    ctx.familiar.invitedDomains(),
    whoIsNear(ctx, batch, by),
    approversNamed(ctx, policy),
  ]);
  return ok({
    judging: judging.value,
    asking: { ...judging.value, policy: lasting },
    sent: { byInviter: sent.byInviter, inAll: sent.inAll, toDomain },
    approvers,
    sponsors: new Map(),
    domains: {
      ownDomains: policy.domains.own,
      // An upstream that cannot be asked must not stand in the way of a warning about something else.
      directoryDomains: domains.ok ? domains.value : [],
      invitedDomains,
    },
    near,
    seen: new Map(),
    upstreamNow: ctx.catalog.upstreamNow(),
  });
}

/** People are named to those only who may look them up. */
async function whoIsNear(ctx: SystemContext, batch: Batch, by: Inviter): Promise<NearMany> {
  if (batch.kind !== 'invite' || !can(by, 'people.search')) return nearMany([]);
  const near = nearMany(await ctx.plans.addresses(batch.id));
  for (let after = ''; ; ) {
    const people = await ctx.plans.everybody(after, PEOPLE_AT_ONCE);
    near.see(people);
    const last = people.at(-1);
    if (last === undefined || people.length < PEOPLE_AT_ONCE) return near;
    after = last.id;
  }
}

/** The names of those whom the policy asks for approval by their addresses. */
async function approversNamed(ctx: SystemContext, policy: Policy): Promise<ReadonlyMap<string, string>> {
  const answers = [policy.otherwise, ...policy.rules.map(({ verdict }) => verdict)];
  const people = [
    ...new Set(answers.flatMap((each) => (each.answer === 'needs-approval' ? (each.of.people ?? []) : []))),
  ];
  const accounts = people.length === 0 ? [] : await ctx.accounts.anyOf({ people });
  return new Map(accounts.map(({ email, name }) => [email.toLowerCase(), name]));
}

/** Adds those sponsors whom no row before has named: from the copy, and who is not in it from the upstream, once each. */
export async function knowSponsors(
  ctx: SystemContext,
  facts: PlanFacts,
  ids: Iterable<string>,
): Promise<Result<undefined>> {
  const unknown = [...new Set(ids)].filter((id) => id !== '' && !facts.sponsors.has(id));
  const copied = await ctx.plans.peopleById(unknown);
  for (const id of unknown) {
    const known = copied.get(id);
    if (known !== undefined) facts.sponsors.set(id, known);
    else {
      const asked = await ctx.catalog.person(id, callOf(ctx));
      if (!asked.ok) return failFromDirectory(asked.error);
      facts.sponsors.set(id, asked.value);
    }
  }
  return ok(undefined);
}

export const sentBefore = ({ sent }: PlanFacts, domain: string): PolicyFacts['sent'] => ({
  byInviter: sent.byInviter,
  inAll: sent.inAll,
  toDomain: sent.toDomain.get(domain) ?? 0,
});

/** This row is to be sent: the ceilings count it from here on. */
export function countAsSent({ sent }: PlanFacts, domain: string): void {
  sent.byInviter += 1;
  sent.inAll += 1;
  sent.toDomain.set(domain, (sent.toDomain.get(domain) ?? 0) + 1);
}

export const namesFor = (facts: PlanFacts, sponsorId: string): KnownNames => ({
  people: facts.approvers,
  sponsor: facts.sponsors.get(sponsorId)?.displayName ?? '',
});

/** Null where the sponsor can stand as one, or there is none. */
export function sponsorProblem(facts: PlanFacts, sponsorId: string): string | null {
  if (sponsorId === '') return null;
  const sponsor = facts.sponsors.get(sponsorId) ?? null;
  if (sponsor !== null && canSponsor(sponsor)) return null;
  return 'This person cannot be a sponsor: the account is gone, disabled or not a human. Choose another.';
}

/** What the copy knows of the addresses of some rows, laid out to be asked for one of them. */
export type KnownByKey = { [of in keyof KnownOfThem]: ReadonlyMap<string, KnownOfThem[of]> };

export function byKey(known: KnownOfThem): KnownByKey {
  const laidOut = <T extends { emailKey: string }>(all: readonly T[]): Map<string, T[]> => {
    const map = new Map<string, T[]>();
    for (const each of all) map.set(each.emailKey, [...(map.get(each.emailKey) ?? []), each]);
    return map;
  };
  return {
    invitations: laidOut(known.invitations),
    people: laidOut(known.people),
    asked: laidOut(known.asked),
    elsewhere: laidOut(known.elsewhere),
  };
}
