import { classNames } from '@/components/ui/class-names';
import { controlClass, describedBy, Field, lineHeightClass } from '@/components/ui/field';
import type { DirectoryView, PersonView, RoleView } from '@/lib/invitations/invitation';
import type { RequestValues } from '@/lib/invitations/requests/fields';
import { RoleBoxes } from './role-boxes';

/** The fields in the order of the page: the first one with a problem gets the focus. */
export const FIELDS = [
  'email',
  'displayName',
  'roleIds',
  'directoryId',
  'purpose',
  'wantedUntil',
  'ticket',
  'acknowledged',
] as const satisfies readonly (keyof RequestValues)[];

export const fieldId = (name: string): string => `request-${name}`;

export type RequestOffer = {
  directories: DirectoryView[];
  roles: RoleView[];
  self: PersonView | null;
  ticket: { required: boolean; hint: string };
  purposeHint: string;
  /** The first day that makes sense as a last one. */
  tomorrow: string;
};

const line = classNames(controlClass, lineHeightClass);

/** The questions, in the words of somebody who knows nothing of directories. The browser keeps what is typed. */
export function RequestFields({
  values,
  offer,
  problems,
  lookalike,
}: {
  values: RequestValues;
  offer: RequestOffer;
  problems: Record<string, string>;
  /** The address looks like another, and a word is asked for. */
  lookalike: boolean;
}) {
  const { directories, roles, self, ticket } = offer;
  const aria = (name: keyof RequestValues, hint = false) => ({
    id: fieldId(name),
    name,
    defaultValue: String(values[name]),
    'aria-invalid': Boolean(problems[name]) || undefined,
    'aria-describedby': describedBy(fieldId(name), { hint, problem: problems[name] }),
  });
  const asksTicket = ticket.required || values.ticket !== '';
  const asksWord = lookalike || values.acknowledged !== '' || problems.acknowledged !== undefined;
  return (
    <>
      <input type="hidden" name="submissionKey" value={values.submissionKey} />
      <input type="hidden" name="sponsorUserId" value={values.sponsorUserId} />
      <input type="hidden" name="jobId" value={values.jobId} />
      <input type="hidden" name="onboardingFlowId" value={values.onboardingFlowId} />
      <fieldset className="grid gap-4">
        <legend className="mb-2 font-semibold text-lg">Who is it for?</legend>
        <Field id={fieldId('email')} label="Their email" problem={problems.email}>
          <input
            {...aria('email')}
            // Not type=email: browsers judge international addresses wrongly, and refuse “Ada <ada@…>”.
            type="text"
            inputMode="email"
            dir="auto"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className={line}
          />
        </Field>
        <Field id={fieldId('displayName')} label="Their name" problem={problems.displayName}>
          <input
            {...aria('displayName')}
            type="text"
            dir="auto"
            autoComplete="off"
            spellCheck={false}
            className={line}
          />
        </Field>
      </fieldset>
      <RoleBoxes
        id={fieldId('roleIds')}
        legend="What do they need?"
        none="There is nothing to choose here: they get an account, and roles later."
        roles={roles}
        ticked={values.roleIds}
        problem={problems.roleIds}
      />
      {directories.length > 1 ? (
        <Field id={fieldId('directoryId')} label="Which organisation’s directory?" problem={problems.directoryId}>
          <select {...aria('directoryId')} className={line}>
            {directories.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      ) : (
        <input type="hidden" name="directoryId" value={values.directoryId} />
      )}
      <Field
        id={fieldId('purpose')}
        label="Why do they need it?"
        hint={offer.purposeHint || 'Whoever decides reads it, and so does your guest’s record later.'}
        problem={problems.purpose}
      >
        <textarea {...aria('purpose', true)} dir="auto" rows={3} className={classNames(controlClass, 'py-2')} />
      </Field>
      <Field
        id={fieldId('wantedUntil')}
        label="Until when?"
        optional
        hint="For whoever decides. The access does not end by itself."
        problem={problems.wantedUntil}
      >
        <input
          {...aria('wantedUntil', true)}
          type="date"
          min={offer.tomorrow}
          className={classNames(line, 'sm:max-w-60')}
        />
      </Field>
      {asksTicket ? (
        <Field
          id={fieldId('ticket')}
          label="Ticket"
          optional={!ticket.required}
          hint={ticket.hint}
          problem={problems.ticket}
        >
          <input {...aria('ticket', ticket.hint !== '')} type="text" autoComplete="off" className={line} />
        </Field>
      ) : (
        <input type="hidden" name="ticket" value="" />
      )}
      {asksWord ? (
        <Field
          id={fieldId('acknowledged')}
          label="Why is this address right?"
          hint="It looks like another one. Whoever decides reads your reason."
          problem={problems.acknowledged}
        >
          <input {...aria('acknowledged', true)} type="text" dir="auto" className={line} />
        </Field>
      ) : (
        <input type="hidden" name="acknowledged" value="" />
      )}
      <p className="text-ink-muted">
        {self === null ? (
          'Usher does not find your own account in ConductorOne, so the request names no sponsor. Whoever decides sees that you asked.'
        ) : (
          <>
            You are their sponsor, <bdi className="font-medium text-ink">{self.name}</bdi>: you vouch for them.
          </>
        )}
      </p>
    </>
  );
}
