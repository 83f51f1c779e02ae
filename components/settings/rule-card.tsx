'use client';

import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { Rule } from '@/lib/invitations/rules/document';
import { AnswerFields, RoleChecks } from './answer-fields';
import { ListField, lineClass } from './list-field';
import { ruleInWords } from './rule-words';

/** The lists of what upstream has, for the fields to suggest. */
export const SUGGESTIONS = { roles: 'policy-roles', directories: 'policy-directories' } as const;

/** One rule: said in a sentence, and opened to be changed. */
export function RuleCard({
  rule,
  place,
  last,
  change,
  move,
  remove,
}: {
  rule: Rule;
  /** 1, 2, … */
  place: number;
  last: boolean;
  change: (rule: Rule) => void;
  move: (by: 1 | -1) => void;
  remove: () => void;
}) {
  const id = useId();
  const { when } = rule;
  const set = (part: Partial<Rule['when']>) => change({ ...rule, when: { ...when, ...part } });
  return (
    <details className="rounded-lg border border-line bg-surface" open={rule.name === ''}>
      <summary className="flex min-h-target cursor-pointer items-baseline gap-3 px-4 py-2 hover:bg-sunken">
        <span className="text-ink-muted tabular-nums">{place}</span>
        <span className="min-w-0">
          <span className="block font-medium wrap-anywhere">{rule.name || 'New rule'}</span>
          <span className="block text-ink-muted text-sm wrap-anywhere">{ruleInWords(rule)}</span>
        </span>
      </summary>
      <div className="grid gap-4 px-4 pt-2 pb-4">
        <Field id={id} label="Name">
          <input
            id={id}
            className={lineClass}
            value={rule.name}
            maxLength={200}
            onChange={({ target }) => change({ ...rule, name: target.value })}
          />
        </Field>
        <fieldset className="grid gap-3 sm:grid-cols-2">
          <legend className="mb-1 font-medium text-sm">When all of these fit (leave empty for any)</legend>
          <ListField
            label="Directories"
            suggestions={SUGGESTIONS.directories}
            values={when.directories}
            change={(directories) => set({ directories })}
          />
          <ListField
            label="Roles handed out"
            suggestions={SUGGESTIONS.roles}
            values={when.roles}
            change={(roles) => set({ roles })}
          />
          <ListField
            label="Domains of the address"
            hint="Subdomains count."
            values={when.domains}
            change={(domains) => set({ domains })}
          />
          <ListField label="Sponsors" values={when.sponsors} change={(sponsors) => set({ sponsors })} />
          <div className="sm:col-span-2">
            <p className="mb-1 font-medium text-sm">Who invites, by role in Usher</p>
            <RoleChecks roles={when.inviterRoles} change={(inviterRoles) => set({ inviterRoles })} />
          </div>
          <ListField
            label="Who invites, by group"
            values={when.inviterGroups}
            change={(inviterGroups) => set({ inviterGroups })}
          />
          <ListField label="Who invites, by address" values={when.inviters} change={(inviters) => set({ inviters })} />
        </fieldset>
        <AnswerFields answer={rule.verdict} change={(verdict) => change({ ...rule, verdict })} />
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => move(-1)} aria-disabled={place === 1 || undefined}>
            Move up
          </Button>
          <Button size="small" onClick={() => move(1)} aria-disabled={last || undefined}>
            Move down
          </Button>
          <Button size="small" kind="quiet" onClick={remove}>
            Remove this rule
          </Button>
        </div>
      </div>
    </details>
  );
}
