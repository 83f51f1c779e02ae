import { classNames } from '@/components/ui/class-names';
import { controlClass, describedBy, Field } from '@/components/ui/field';
import { MAX_WORDS } from '@/lib/invitations/requests/record';

/** A few sentences in somebody's own words. */
export function WordsField({
  id,
  name,
  label,
  hint,
  optional = false,
}: {
  id: string;
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
}) {
  return (
    <Field id={id} label={label} hint={hint} optional={optional}>
      <textarea
        id={id}
        name={name}
        dir="auto"
        rows={2}
        required={!optional}
        maxLength={MAX_WORDS}
        aria-describedby={describedBy(id, { hint })}
        className={classNames(controlClass, 'py-2')}
      />
    </Field>
  );
}
