'use client';

import { useActionState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice, type Tone } from '@/components/ui/notice';
import type { PreviewState } from '@/lib/action-state';
import { USHER_ROLES, type UsherRole } from '@/lib/invitations/invitation';
import { lineClass } from './list-field';
import { PolicyProblems } from './policy-problems';

/** What upstream has to choose from. */
export type PolicyChoices = {
  directories: { id: string; name: string }[];
  roles: { id: string; name: string }[];
};

const ANSWERS = {
  allow: { tone: 'success', title: 'It would be sent.' },
  'needs-approval': { tone: 'warn', title: 'Somebody would have to approve it.' },
  deny: { tone: 'danger', title: 'It would be refused.' },
} as const satisfies Record<string, { tone: Tone; title: string }>;

/** "What would happen to …": asks the policy as it stands in the editor. Sends nothing, and saves nothing. */
export function PolicyPreview({
  action,
  document,
  choices,
  reader,
}: {
  action: (previous: PreviewState, data: FormData) => Promise<PreviewState>;
  document: string;
  choices: PolicyChoices;
  reader: UsherRole;
}) {
  const [state, act, running] = useActionState(action, { status: 'idle' });
  return (
    <aside
      aria-labelledby="preview"
      className="self-start rounded-lg border border-line bg-surface p-4 lg:sticky lg:top-8"
    >
      <h2 id="preview" className="mb-1 font-semibold text-lg">
        What would happen to…
      </h2>
      <p className="mb-4 text-ink-muted text-sm">Asks the policy as it stands here. Nothing is sent or saved.</p>
      <form
        // Not `action`: React would empty the fields after each answer, and one asks again with a small change.
        onSubmit={(event) => {
          event.preventDefault();
          act(new FormData(event.currentTarget));
        }}
        className="grid gap-4"
      >
        <input type="hidden" name="document" value={document} />
        <Field id="preview-email" label="Address">
          <input
            id="preview-email"
            name="email"
            type="email"
            required
            className={lineClass}
            placeholder="ada@acme.example"
          />
        </Field>
        <Field id="preview-directory" label="Directory">
          <select id="preview-directory" name="directoryId" className={lineClass}>
            {choices.directories.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <fieldset>
          <legend className="mb-1 font-medium text-sm">Roles</legend>
          <div className="grid max-h-48 gap-1 overflow-y-auto">
            {choices.roles.map(({ id, name }) => (
              <label key={id} className="flex min-h-target items-center gap-2 md:min-h-0">
                <input type="checkbox" name="roleIds" value={id} className="size-4" />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
        <Field id="preview-role" label="Invited by somebody who is">
          <select id="preview-role" name="inviterRole" className={`${lineClass} capitalize`} defaultValue={reader}>
            {USHER_ROLES.map((role) => (
              <option key={role} value={role}>
                {role}
              </option>
            ))}
          </select>
        </Field>
        <Field id="preview-groups" label="In the groups" optional>
          <input id="preview-groups" name="inviterGroups" className={lineClass} />
        </Field>
        <Field id="preview-ticket" label="Ticket" optional>
          <input id="preview-ticket" name="ticket" className={lineClass} />
        </Field>
        <div>
          <Button type="submit" aria-disabled={running || undefined}>
            {running ? 'Asking…' : 'Ask the policy'}
          </Button>
        </div>
      </form>
      <div role="status" className="mt-4 empty:hidden">
        {state.status === 'ok' && !running ? (
          <Notice tone={ANSWERS[state.answer].tone} title={ANSWERS[state.answer].title}>
            {state.sentences.length === 0
              ? undefined
              : state.sentences.map((sentence) => <p key={sentence}>{sentence}</p>)}
          </Notice>
        ) : null}
      </div>
      {running ? null : <PolicyProblems state={state} />}
    </aside>
  );
}
