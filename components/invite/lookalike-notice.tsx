'use client';

import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, describedBy, Field, lineHeightClass } from '@/components/ui/field';
import { WarningIcon } from '@/components/ui/icons';
import type { LookalikeWarning } from '@/lib/invitations/lookalike-warning';
import { fixWords, lookalikeSentence } from './lookalike-words';
import { FORM_ID, fieldId, type InviteFields } from './use-invite-fields';

/** What the address could be taken for, the one click that mends it, and the word that goes on without. */
export function LookalikeNotice({
  warnings,
  email,
  fields,
}: {
  warnings: readonly LookalikeWarning[];
  email: string;
  fields: InviteFields;
}) {
  const id = fieldId('acknowledged');
  const problem = fields.problem('acknowledged');
  return (
    <li className="rounded border border-line bg-warn-bg p-3">
      <ul className="grid gap-3">
        {warnings.map((warning) => (
          <li key={warning.key} className="flex gap-2.5">
            <WarningIcon size={18} className="mt-px shrink-0 text-warn-fg" />
            <div className="min-w-0 wrap-anywhere">
              <p className="font-medium">{lookalikeSentence(warning, email)}</p>
              {warning.fixed === null ? null : (
                <Button size="small" className="mt-2" onClick={() => fields.takeEmail(warning.fixed ?? '')}>
                  {fixWords(warning)}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <div className="mt-3">
        <Field id={id} label="Why is this address right?" hint="Needed to go on; it is recorded." problem={problem}>
          <input
            {...fields.bind('acknowledged')}
            id={id}
            form={FORM_ID}
            type="text"
            dir="auto"
            autoComplete="off"
            aria-invalid={Boolean(problem) || undefined}
            aria-describedby={describedBy(id, { hint: true, problem })}
            className={classNames(controlClass, lineHeightClass)}
          />
        </Field>
      </div>
    </li>
  );
}
