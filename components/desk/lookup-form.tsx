import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, describedBy, Field, lineHeightClass } from '@/components/ui/field';

/** Where the caller's address goes: typed, or pasted with a name around it. */
export function LookupForm({ email, problem }: { email: string; problem: string | undefined }) {
  return (
    <search>
      <form action="/lookup" method="get" className="flex max-w-form flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-60">
          <Field id="lookup-email" label="Email of the person" problem={problem}>
            <input
              id="lookup-email"
              name="email"
              type="text"
              inputMode="email"
              dir="auto"
              autoComplete="off"
              spellCheck={false}
              data-slash
              aria-keyshortcuts="/"
              aria-invalid={problem === undefined ? undefined : true}
              aria-describedby={describedBy('lookup-email', { problem })}
              placeholder="ada@acme.example, or Ada Lovelace <ada@acme.example>"
              defaultValue={email}
              maxLength={1_000}
              // biome-ignore lint/a11y/noAutofocus: the page is this one question.
              autoFocus={email === '' || problem !== undefined}
              className={classNames(controlClass, lineHeightClass)}
            />
          </Field>
        </div>
        <button type="submit" className={classNames(buttonClass('primary'), 'max-sm:w-full')}>
          Look up
        </button>
      </form>
    </search>
  );
}
