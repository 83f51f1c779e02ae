import { z } from 'zod';
import type { Context } from '../context';
import { parseEmail } from '../email';
import { fail, ok, type Result } from '../errors';
import { USHER_ROLES } from '../invitation';
import { compilePattern } from '../pattern';
import { can, humanOf } from '../policy';
import { type Policy, policySchema } from './document';
import { judge } from './judge';
import type { PolicyOrigin, PolicyVersion } from './policy-book';
import { verdictSentences } from './reason-words';
import { namesIn } from './refusal';
import type { Verdict } from './verdict';

/** Beyond this nobody looks; the audit has them all. */
const HISTORY = 50;
const MAX_DOCUMENT = 500_000;
const MAX_NOTE = 300;
/** A policy with more mistakes than this is better read from its beginning. */
const MAX_PROBLEMS = 20;

const note = z.string().trim().max(MAX_NOTE, `At most ${MAX_NOTE} characters.`);
const basedOn = z.coerce.number<string>().int().min(0);
/** A whole policy as text, so that a form without scripts can hold it. */
const document = z.string().max(MAX_DOCUMENT, 'This is far too long for a policy.');

export const savePolicySchema = z.strictObject({ document, basedOn, note });
export const revertPolicySchema = z.strictObject({ number: basedOn, basedOn });
export const pausePolicySchema = z.strictObject({
  paused: z.enum(['yes', 'no']),
  because: z.string().trim().max(MAX_NOTE, `At most ${MAX_NOTE} characters.`),
});
export const previewPolicySchema = z.strictObject({
  document,
  email: z.string().max(400),
  directoryId: z.string().max(128),
  roleIds: z.array(z.string().max(128)).max(50),
  inviterRole: z.enum(USHER_ROLES),
  inviterGroups: z.string().max(1_000),
  ticket: z.string().max(100),
});

type Call<S extends z.ZodType> = { ctx: Context; input: z.output<S> };

/** The policy that holds, what it was before, and where it is written. */
export type PolicyDesk = { current: PolicyVersion; history: PolicyVersion[]; pinned: string };

/** What `/settings/policy` shows. Answers `forbidden`. */
export async function showPolicy({ ctx }: { ctx: Context }): Promise<Result<PolicyDesk>> {
  if (!can(ctx.actor, 'policy.read')) return fail('forbidden');
  const [current, history] = await Promise.all([ctx.policy.fresh(), ctx.policy.history(HISTORY)]);
  return ok({ current, history, pinned: ctx.policyFile });
}

/**
 * Makes a policy the one that holds. Answers `forbidden`, `policy-pinned`, `policy-changed` when somebody else was faster, and
 * `invalid-input` with what is wrong and where, one line for each.
 */
export async function savePolicy({ ctx, input }: Call<typeof savePolicySchema>): Promise<Result<PolicyVersion>> {
  if (!can(ctx.actor, 'policy.write')) return fail('forbidden');
  const read = readPolicy(input.document);
  if (!read.ok) return fail('invalid-input', { fields: { document: read.problems.join('\n') } });
  return keep(ctx, read.policy, input.basedOn, 'editor', input.note);
}

/** Makes an earlier version hold again, as a new one. Answers as `savePolicy` does. */
export async function revertPolicy({ ctx, input }: Call<typeof revertPolicySchema>): Promise<Result<PolicyVersion>> {
  if (!can(ctx.actor, 'policy.write')) return fail('forbidden');
  const earlier = await ctx.policy.version(input.number);
  if (earlier === null) return fail('policy-changed');
  return keep(ctx, earlier.policy, input.basedOn, 'revert', `Back to version ${input.number}`);
}

/** The one switch: stops all sending, or lets it go on. It works whoever else has saved meanwhile. Answers `forbidden`, `policy-pinned`. */
export async function pausePolicy({ ctx, input }: Call<typeof pausePolicySchema>): Promise<Result<PolicyVersion>> {
  if (!can(ctx.actor, 'policy.write')) return fail('forbidden');
  const paused = input.paused === 'yes';
  if (paused && input.because === '')
    return fail('invalid-input', { fields: { because: 'Say why: everybody who wants to send will read it.' } });
  for (let tries = 0; tries < 3; tries += 1) {
    const { number, policy } = await ctx.policy.fresh();
    const next = { ...policy, paused, pausedBecause: paused ? input.because : '' };
    const kept = await keep(ctx, next, number, 'editor', paused ? 'Sending paused' : 'Sending goes on');
    if (kept.ok || kept.failure.code !== 'policy-changed') return kept;
  }
  return fail('policy-changed');
}

/** What a policy, saved or not, would say to an invitation. */
export type PolicyPreview = { answer: Verdict['answer']; sentences: string[] };

/** "What would happen to …": nothing is sent or kept. Answers `forbidden`, `invalid-input` and the `upstream-…` codes. */
export async function previewPolicy({ ctx, input }: Call<typeof previewPolicySchema>): Promise<Result<PolicyPreview>> {
  if (!can(ctx.actor, 'policy.read')) return fail('forbidden');
  const read = readPolicy(input.document);
  if (!read.ok) return fail('invalid-input', { fields: { document: read.problems.join('\n') } });
  const email = parseEmail(input.email);
  if (!email.ok) return fail('invalid-input', { fields: { email: email.problem } });
  const judged = await judge(
    ctx,
    {
      content: { ...input, email: email.address, sponsorUserId: '', purpose: '' },
      ticket: input.ticket,
      inviter: { subject: '', email: '', roles: [input.inviterRole] },
    },
    { policy: read.policy, groups: listOf(input.inviterGroups), unfinished: true },
  );
  if (!judged.ok) return judged;
  const { verdict } = judged.value;
  return ok({ answer: verdict.answer, sentences: verdictSentences(verdict, await namesIn(ctx, judged.value)) });
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

async function keep(
  ctx: Context,
  policy: Policy,
  based: number,
  origin: PolicyOrigin,
  why: string,
): Promise<Result<PolicyVersion>> {
  // Who keeps the policy in a file keeps it there: what is saved here would be gone with the next start.
  if (ctx.policyFile !== '') return fail('policy-pinned', { detail: ctx.policyFile });
  const change = { policy, basedOn: based, origin, note: why, author: humanOf(ctx.actor), requestId: ctx.requestId };
  const saved = await ctx.policy.save(change);
  return saved === null ? fail('policy-changed') : ok(saved);
}

/** Reads a policy out of text; answers every problem in words that say where, the first ones first. */
export function readPolicy(text: string): { ok: true; policy: Policy } | { ok: false; problems: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`This is not JSON: ${error instanceof Error ? error.message : ''}`] };
  }
  // A file may say by which schema its editor checks it.
  if (typeof json === 'object' && json !== null && '$schema' in json) {
    const { $schema: _schema, ...rest } = json;
    json = rest;
  }
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${placeOf(path, json)}: ${message}`);
    return { ok: false, problems: [...new Set(problems)].slice(0, MAX_PROBLEMS) };
  }
  const policy = parsed.data;
  const patterns = [
    ['Purpose', policy.purpose.pattern],
    ['Ticket', policy.ticket.pattern],
  ].flatMap(([name = '', pattern = '']) => {
    const compiled = pattern === '' ? null : compilePattern(pattern);
    return compiled === null || compiled.ok ? [] : [`${name}, pattern: ${compiled.problem}`];
  });
  return patterns.length > 0 ? { ok: false, problems: patterns } : { ok: true, policy };
}

/** "Rule 3 “Finance”, when, domains": a place that a person finds again. */
function placeOf(path: readonly PropertyKey[], json: unknown): string {
  const [first, second, ...rest] = path;
  if (first !== 'rules' || typeof second !== 'number') return path.length === 0 ? 'The policy' : path.join(', ');
  const rules = (json as { rules?: { name?: unknown }[] }).rules;
  const name = rules?.[second]?.name;
  const called = typeof name === 'string' && name !== '' ? ` “${name}”` : '';
  return [`Rule ${second + 1}${called}`, ...rest].join(', ');
}
