'use client';

import { useActionState, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SuccessIcon } from '@/components/ui/icons';
import type { PolicyState, PreviewState } from '@/lib/action-state';
import type { UsherRole } from '@/lib/invitations/invitation';
import type { Policy, Rule } from '@/lib/invitations/rules/document';
import { AnswerFields } from './answer-fields';
import { lineClass } from './list-field';
import { PolicyLimits } from './policy-limits';
import { type PolicyChoices, PolicyPreview } from './policy-preview';
import { PolicyProblems } from './policy-problems';
import { RuleCard, SUGGESTIONS } from './rule-card';

export type PolicyAction = (previous: PolicyState, data: FormData) => Promise<PolicyState>;

/** The whole policy in the editor's hands. Nothing holds until it is saved; the preview says beforehand what would. */
export function PolicyEditor({
  policy: given,
  number,
  choices,
  save,
  preview,
  reader,
}: {
  policy: Policy;
  number: number;
  choices: PolicyChoices;
  save: PolicyAction;
  preview: (previous: PreviewState, data: FormData) => Promise<PreviewState>;
  reader: UsherRole;
}) {
  const [state, act, running] = useActionState(save, { status: 'idle' });
  const [policy, setPolicy] = useState(given);
  const document = JSON.stringify(policy);
  const touched = document !== JSON.stringify(given);
  const setRules = (rules: Rule[]) => setPolicy({ ...policy, rules });

  function move(from: number, by: 1 | -1) {
    const rules = [...policy.rules];
    const [rule] = rules.splice(from, 1);
    const to = from + by;
    if (rule === undefined || to < 0 || to > rules.length) return;
    rules.splice(to, 0, rule);
    setRules(rules);
  }

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <form action={act} className="grid min-w-0 gap-8">
        <datalist id={SUGGESTIONS.roles}>
          {choices.roles.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        <datalist id={SUGGESTIONS.directories}>
          {choices.directories.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        <section aria-labelledby="rules" className="grid gap-3">
          <h2 id="rules" className="font-semibold text-lg">
            Rules
          </h2>
          <p className="text-ink-muted">
            The first rule that fits decides. Each role of an invitation is judged by itself, and the strictest answer
            counts.
          </p>
          <ol className="grid gap-2">
            {policy.rules.map((rule, at) => (
              <li key={rule.id}>
                <RuleCard
                  rule={rule}
                  place={at + 1}
                  last={at === policy.rules.length - 1}
                  change={(next) => setRules(policy.rules.map((each) => (each.id === rule.id ? next : each)))}
                  move={(by) => move(at, by)}
                  remove={() => setRules(policy.rules.filter(({ id }) => id !== rule.id))}
                />
              </li>
            ))}
          </ol>
          <div>
            <Button onClick={() => setRules([newRule(), ...policy.rules])}>Add a rule at the top</Button>
          </div>
          <div className="rounded-lg border border-line bg-surface p-4">
            <p className="mb-3 font-medium">Where no rule fits</p>
            <AnswerFields
              answer={policy.otherwise}
              mayAllow={false}
              change={(otherwise) => setPolicy({ ...policy, otherwise })}
            />
          </div>
        </section>
        <section aria-labelledby="limits">
          <h2 id="limits" className="mb-4 font-semibold text-lg">
            Beside the rules
          </h2>
          <PolicyLimits policy={policy} change={(part) => setPolicy({ ...policy, ...part })} />
        </section>
        <section aria-label="Save" className="grid gap-4 border-line border-t pt-6">
          <input type="hidden" name="document" value={document} />
          <input type="hidden" name="basedOn" value={number} />
          <Field id="policy-note" label="What you changed, and why" optional>
            <input id="policy-note" name="note" className={lineClass} maxLength={300} />
          </Field>
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" kind="primary" aria-disabled={running || !touched || undefined}>
              {running ? 'Saving…' : 'Save the policy'}
            </Button>
            <p role="status" className="flex items-center gap-1.5 text-sm">
              {state.status === 'ok' && !touched ? (
                <>
                  <SuccessIcon size={16} />
                  {state.message}
                </>
              ) : touched ? (
                'Changed, and not saved yet.'
              ) : (
                ''
              )}
            </p>
          </div>
          {running ? null : <PolicyProblems state={state} />}
        </section>
      </form>
      <PolicyPreview action={preview} document={document} choices={choices} reader={reader} />
    </div>
  );
}

const newRule = (): Rule => ({
  id: `rule-${crypto.randomUUID().slice(0, 8)}`,
  name: '',
  when: {},
  verdict: { answer: 'needs-approval', of: { roles: ['admin'] } },
});
