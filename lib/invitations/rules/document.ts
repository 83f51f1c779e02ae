import { z } from 'zod';
import { domainToAscii } from '../email';
import { USHER_ROLES } from '../invitation';
import { MAX_HOLD_MINUTES } from './hold';

/** Long enough for any name people give things, short enough that nobody pastes a file. */
const MAX_NAME = 200;
const MAX_SENTENCE = 500;
const MAX_ENTRIES = 500;
const MAX_RULES = 1_000;

const name = z.string().trim().min(1, 'Leave out what is empty.').max(MAX_NAME);
/** Absent means "any"; an empty list would be read as "none" by some and as "any" by others, so there is none. */
const names = z.array(name).min(1, 'Name at least one, or leave this out.').max(MAX_ENTRIES);
const usherRoles = z.array(z.enum(USHER_ROLES)).min(1, 'Name at least one role, or leave this out.');

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u, 'Write a domain, like acme.example.')
  // Addresses carry theirs in ASCII: one written in its own letters would never be met.
  .overwrite((text) => domainToAscii(text) ?? text);
const domains = z.array(domain).max(MAX_ENTRIES);

const sentence = z.string().trim().max(MAX_SENTENCE);

/** Who has to say yes. Whoever fits one of the parts may; `sponsor` is the invitation's own sponsor. */
export const approversSchema = z
  .strictObject({
    roles: usherRoles.optional(),
    groups: names.optional(),
    /** Addresses of people, as the identity provider gives them. */
    people: names.optional(),
    sponsor: z.literal(true).optional(),
  })
  .refine((of) => Object.values(of).some((part) => part !== undefined), 'Say who has to approve.');
export type Approvers = z.infer<typeof approversSchema>;

const answerSchema = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('allow') }),
  z.strictObject({ answer: z.literal('needs-approval'), of: approversSchema }),
  z.strictObject({
    answer: z.literal('deny'),
    because: sentence.min(1, 'Say why: the person who is refused will read it.'),
  }),
]);
export type RuleAnswer = z.infer<typeof answerSchema>;

/**
 * One rule. Each part of `when` that is there must fit; directories, roles and sponsors are named by id or exact name, a
 * domain covers its subdomains. A rule without `roles` fits invitations with and without roles.
 */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[\w-]{1,64}$/u, 'An id has letters, digits, "-" and "_" only, at most 64.'),
  name,
  when: z.strictObject({
    directories: names.optional(),
    roles: names.optional(),
    domains: domains.min(1).optional(),
    inviterRoles: usherRoles.optional(),
    inviterGroups: names.optional(),
    inviters: names.optional(),
    sponsors: names.optional(),
  }),
  verdict: answerSchema,
});
export type Rule = z.infer<typeof ruleSchema>;

const ceiling = z.int().min(0).max(1_000_000).nullable();
const patterned = z.strictObject({
  required: z.boolean(),
  /** A regular expression that the whole text must match; "" for any. */
  pattern: z.string().max(MAX_NAME),
  /** What to write, in words, for whoever did not match it. */
  hint: sentence,
});

/** The whole policy: what `/settings/policy` edits and `usher.policy.json` holds. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  /** One switch that stops all sending. What was asked for and recorded waits. */
  paused: z.boolean(),
  pausedBecause: sentence,
  /** The first that fits decides; each role of an invitation is judged by itself and the strictest answer counts. */
  rules: z
    .array(ruleSchema)
    .max(MAX_RULES)
    .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'Two rules have the same id.'),
  /** Where no rule fits: never "allow". */
  otherwise: answerSchema.refine(({ answer }) => answer !== 'allow', 'The end of the list is never "allow".'),
  domains: z.strictObject({
    /** When there is any, every other domain is refused. */
    allowed: domains,
    denied: domains,
    /** The organisation's own, which a lookalike may pose as. */
    own: domains,
  }),
  /** Upstream roles (id, exact name or "*") that each of Usher's roles may hand out; absent: as configured. */
  grants: z.partialRecord(z.enum(USHER_ROLES), z.array(name).max(MAX_ENTRIES)),
  purpose: patterned.omit({ required: true }),
  ticket: patterned,
  sponsor: z.strictObject({ required: z.boolean() }),
  /** Invitations in 24 hours; null for no ceiling. */
  ceilings: z.strictObject({ perInviter: ceiling, perDomain: ceiling, inAll: ceiling }),
  requests: z.strictObject({ expireAfterDays: z.int().min(1).max(90) }),
  /** How long what is to be sent waits, so that its sender can undo it; versions from before there was this do not say it. */
  holdMinutes: z.int().min(0).max(MAX_HOLD_MINUTES).default(0),
});
export type Policy = z.infer<typeof policySchema>;

/** What holds until somebody writes a policy: the desk invites, a sponsor asks, and whatever else fits nothing is asked of an administrator. */
export const FIRST_POLICY: Policy = {
  version: 1,
  paused: false,
  pausedBecause: '',
  rules: [
    {
      id: 'desk',
      name: 'The desk invites',
      when: { inviterRoles: ['admin', 'helpdesk'] },
      verdict: { answer: 'allow' },
    },
    {
      id: 'sponsors-ask',
      name: 'Sponsors ask the desk',
      when: { inviterRoles: ['sponsor'] },
      verdict: { answer: 'needs-approval', of: { roles: ['admin', 'helpdesk'] } },
    },
  ],
  otherwise: { answer: 'needs-approval', of: { roles: ['admin'] } },
  domains: { allowed: [], denied: [], own: [] },
  grants: {},
  purpose: { pattern: '', hint: '' },
  ticket: { required: false, pattern: '', hint: '' },
  sponsor: { required: false },
  ceilings: { perInviter: null, perDomain: null, inAll: null },
  requests: { expireAfterDays: 14 },
  holdMinutes: 0,
};
