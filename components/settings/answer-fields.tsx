'use client';

import { useId } from 'react';
import { Field } from '@/components/ui/field';
import { USHER_ROLES, type UsherRole } from '@/lib/invitations/invitation';
import type { RuleAnswer } from '@/lib/invitations/rules/document';
import { ListField, lineClass } from './list-field';

const WORDS = { allow: 'Allow', 'needs-approval': 'Needs approval', deny: 'Deny' } as const;

const BLANK: { [A in RuleAnswer['answer']]: Extract<RuleAnswer, { answer: A }> } = {
  allow: { answer: 'allow' },
  'needs-approval': { answer: 'needs-approval', of: { roles: ['admin'] } },
  deny: { answer: 'deny', because: '' },
};

/** What a rule answers, and what belongs to that answer. */
export function AnswerFields({
  answer,
  change,
  mayAllow = true,
}: {
  answer: RuleAnswer;
  change: (answer: RuleAnswer) => void;
  /** The end of the list never allows. */
  mayAllow?: boolean;
}) {
  const id = useId();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field id={id} label="Answer">
        <select
          id={id}
          className={lineClass}
          value={answer.answer}
          onChange={({ target }) => change(BLANK[target.value as RuleAnswer['answer']])}
        >
          {(Object.keys(WORDS) as RuleAnswer['answer'][])
            .filter((each) => mayAllow || each !== 'allow')
            .map((each) => (
              <option key={each} value={each}>
                {WORDS[each]}
              </option>
            ))}
        </select>
      </Field>
      {answer.answer === 'deny' ? (
        <Field id={`${id}-because`} label="Because" hint="Whoever is refused reads this.">
          <input
            id={`${id}-because`}
            className={lineClass}
            value={answer.because}
            aria-describedby={`${id}-because-hint`}
            onChange={({ target }) => change({ ...answer, because: target.value })}
          />
        </Field>
      ) : null}
      {answer.answer === 'needs-approval' ? (
        <fieldset className="grid gap-3 sm:col-span-2 sm:grid-cols-2">
          <legend className="mb-1 font-medium text-sm">Who may approve (one of these is enough)</legend>
          <RoleChecks roles={answer.of.roles} change={(roles) => change({ ...answer, of: { ...answer.of, roles } })} />
          <label className="flex min-h-target items-center gap-2 md:min-h-0">
            <input
              type="checkbox"
              className="size-4"
              checked={answer.of.sponsor === true}
              onChange={({ target }) =>
                change({ ...answer, of: { ...answer.of, sponsor: target.checked ? true : undefined } })
              }
            />
            The invitation’s own sponsor
          </label>
          <ListField
            label="Groups"
            values={answer.of.groups}
            change={(groups) => change({ ...answer, of: { ...answer.of, groups } })}
          />
          <ListField
            label="People, by address"
            values={answer.of.people}
            change={(people) => change({ ...answer, of: { ...answer.of, people } })}
          />
        </fieldset>
      ) : null}
    </div>
  );
}

/** Usher's own roles; none ticked means "any". */
export function RoleChecks({
  roles = [],
  change,
}: {
  roles: readonly UsherRole[] | undefined;
  change: (roles: UsherRole[] | undefined) => void;
}) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1">
      {USHER_ROLES.map((role) => (
        <label key={role} className="flex min-h-target items-center gap-2 capitalize md:min-h-0">
          <input
            type="checkbox"
            className="size-4"
            checked={roles.includes(role)}
            onChange={({ target }) => {
              const next = USHER_ROLES.filter((each) => (each === role ? target.checked : roles.includes(each)));
              change(next.length === 0 ? undefined : next);
            }}
          />
          {role}
        </label>
      ))}
    </div>
  );
}
