'use client';

import { useId, useState } from 'react';
import type { ActAction } from '@/components/desk/act-form';
import { PostedForm } from '@/components/requests/posted-form';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Field, lineHeightClass } from '@/components/ui/field';

/** The button that lets the plan go, with its numbers; above ten revokes or re-issues only for whoever types how many. */
export function ConfirmForm({
  id,
  plan,
  label,
  count,
  typed,
  blocked,
  action,
}: {
  id: string;
  plan: string;
  label: string;
  count: number;
  /** The number has to be typed. */
  typed: boolean;
  blocked: boolean;
  action: ActAction;
}) {
  const field = useId();
  const [given, setGiven] = useState('');
  const missing = typed && given.trim() !== String(count);
  return (
    <PostedForm
      action={action}
      label={label}
      busy="Looking once more, then starting…"
      kind="primary"
      blocked={blocked || missing}
      onDone={() => undefined}
      wayOn={({ code }) =>
        code === 'plan-changed' ? (
          <a href="#changed" className="font-medium underline underline-offset-4">
            See what changed
          </a>
        ) : null
      }
    >
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="plan" value={plan} />
      {typed ? (
        <div className="max-w-56">
          <Field id={field} label={`Type ${count} to confirm`}>
            <input
              id={field}
              name="typed"
              type="text"
              inputMode="numeric"
              autoComplete="off"
              value={given}
              onChange={(event) => setGiven(event.target.value)}
              className={classNames(controlClass, lineHeightClass)}
            />
          </Field>
        </div>
      ) : null}
    </PostedForm>
  );
}
