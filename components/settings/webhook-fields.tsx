import { controlClass, describedBy, Field, lineHeightClass } from '@/components/ui/field';

const line = `${controlClass} ${lineHeightClass}`;

/** Name, address and events of a webhook. */
export function WebhookFields({
  values,
  problems = {},
}: {
  values: { name: string; url: string; events: string };
  problems?: Record<string, string>;
}) {
  const aria = (name: string, hint: boolean) => ({
    id: `webhook-${name}`,
    name,
    'aria-invalid': Boolean(problems[name]) || undefined,
    'aria-describedby': describedBy(`webhook-${name}`, { hint, problem: problems[name] }),
    className: line,
  });
  return (
    <>
      <Field id="webhook-name" label="Name" problem={problems.name}>
        <input {...aria('name', false)} defaultValue={values.name} required maxLength={100} />
      </Field>
      <Field
        id="webhook-url"
        label="Address"
        hint="Usher posts JSON to it. It must use https and must not be a private address."
        problem={problems.url}
      >
        <input {...aria('url', true)} type="url" inputMode="url" defaultValue={values.url} required />
      </Field>
      <Field
        id="webhook-events"
        label="Events"
        optional
        hint="As in the audit, with commas between: invitation.accepted, request. Empty for all."
        problem={problems.events}
      >
        <input {...aria('events', true)} defaultValue={values.events} spellCheck={false} autoCapitalize="none" />
      </Field>
    </>
  );
}
