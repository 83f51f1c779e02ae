import type { SystemContext } from '../context';
import type { Failure } from '../errors';
import type { Judgement } from './judge';
import { type KnownNames, refusalWords, verdictSentences } from './reason-words';
import { FIELD_OF, type Reason, type Verdict } from './verdict';

/** Names of the people whom a verdict's approvers are, and of the sponsor. */
export async function namesIn(ctx: SystemContext, { verdict, facts }: Judgement): Promise<KnownNames> {
  const people = verdict.answer === 'needs-approval' ? verdict.of.flatMap((of) => of.people ?? []) : [];
  const accounts = people.length === 0 ? [] : await ctx.accounts.anyOf({ people });
  return {
    people: new Map(accounts.map(({ email, name }) => [email.toLowerCase(), name])),
    sponsor: facts.sponsor?.names[0] ?? '',
  };
}

export const isPaused = (verdict: Verdict): boolean => verdict.because.some(({ code }) => code === 'paused');

/** Why what was judged may not be sent, as a verb answers it; null when it may. */
export async function refusalOf(ctx: SystemContext, judgement: Judgement): Promise<Failure | null> {
  const { verdict } = judgement;
  if (verdict.answer === 'allow') return null;
  const sentences = verdictSentences(verdict, await namesIn(ctx, judgement));
  const failure = { reasons: verdict.because, detail: sentences.join(' ') };
  if (verdict.answer === 'needs-approval') return { code: 'needs-approval', ...failure };
  // As long as all sending waits, what else is wrong can wait too.
  if (isPaused(verdict)) return { code: 'sending-paused', ...failure };
  return { code: 'policy-denied', ...failure, ...fieldsOf(verdict.because) };
}

/** Each reason beside the field that would mend it; the rest beside the form. Nothing where no field would mend anything. */
function fieldsOf(reasons: readonly Reason[]): Pick<Failure, 'fields'> {
  const fields: Record<string, string> = {};
  for (const reason of reasons) {
    const name = FIELD_OF[reason.code] ?? 'form';
    const words = refusalWords(reason);
    fields[name] = fields[name] === undefined ? words : `${fields[name]} ${words}`;
  }
  return Object.keys(fields).some((name) => name !== 'form') ? { fields } : {};
}
