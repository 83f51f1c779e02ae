'use client';

import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { CheckIcon, ClockIcon, MailIcon, PersonIcon, RolesIcon, WarningIcon } from '@/components/ui/icons';
import { useNow } from '@/components/ui/use-now';
import { parseEmail } from '@/lib/invitations/email';
import type { Standing } from '@/lib/invitations/invitation';
import type { LookalikeWarning } from '@/lib/invitations/lookalike-warning';
import type { Outlook } from '@/lib/invitations/rules/verdict';
import { LookalikeNotice } from './lookalike-notice';
import type { Offer } from './offer';
import { lifetimeSentence, rolesSentence, standingSentence } from './outlook';
import type { InviteFields } from './use-invite-fields';
import { VerdictLine } from './verdict-line';

/** What will happen when the button is pressed, as far as it is known beforehand; follows what is typed. */
export function OutlookPanel({
  fields,
  offer,
  outlook,
  old,
  warnings,
}: {
  fields: InviteFields;
  offer: Offer;
  outlook: Outlook | null;
  /** It answers what was typed before: shown until the next answer, but dimmed. */
  old: boolean;
  warnings: readonly LookalikeWarning[];
}) {
  const [email, displayName, directoryId, roleIds] = useWatch({
    control: fields.form.control,
    name: ['email', 'displayName', 'directoryId', 'roleIds'],
  });
  const answer = outlook?.verdict.answer ?? 'allow';
  const now = useNow(30_000);
  const directory = offer.directories.find(({ id }) => id === directoryId);
  const address = parseEmail(email);
  const who = displayName.trim() || (address.ok ? address.address : '') || 'The person';
  const names = offer.roles.filter(({ id }) => roleIds.includes(id)).map(({ name }) => name);
  return (
    <section aria-labelledby="outlook" className="min-w-0">
      <h2 id="outlook" className="mb-3 font-semibold text-base">
        What will happen
      </h2>
      <ul className="grid gap-3 text-sm" aria-live="polite">
        {warnings.length === 0 ? null : <LookalikeNotice warnings={warnings} email={email} fields={fields} />}
        {outlook === null ? null : (
          <li className={old ? 'opacity-60' : undefined}>
            <ul className="grid gap-3">
              <StandingLine standing={outlook.standing} directory={directory?.name ?? 'the directory'} />
              <VerdictLine verdict={outlook.verdict} line={Line} />
            </ul>
          </li>
        )}
        {answer === 'deny' ? null : (
          <Line icon={<MailIcon size={18} />}>
            {answer === 'needs-approval' ? 'Once it is approved, ConductorOne mails' : 'ConductorOne mails'} a link{' '}
            {address.ok ? (
              <>
                to <bdi className="font-medium">{address.address}</bdi>
              </>
            ) : (
              'to the address'
            )}
            {answer === 'needs-approval' ? '.' : ' at once.'}
          </Line>
        )}
        <Line icon={<ClockIcon size={18} />}>{lifetimeSentence(directory, now)}</Line>
        <Line icon={<PersonIcon size={18} />}>
          <bdi className="font-medium">{who}</bdi> joins{' '}
          {directory === undefined ? 'the directory' : <bdi className="font-medium">{directory.name}</bdi>} on
          accepting; until then nothing changes.
        </Line>
        <Line icon={<RolesIcon size={18} />}>{rolesSentence(names)}</Line>
      </ul>
    </section>
  );
}

/** Whether the address is known already: said beforehand what would otherwise be an error. */
function StandingLine({ standing, directory }: { standing: Standing | null; directory: string }) {
  if (standing === null) return null;
  if (standing.kind === 'new') {
    return (
      <Line icon={<CheckIcon size={18} />}>
        New to <bdi className="font-medium">{directory}</bdi>.
      </Line>
    );
  }
  return (
    <Line icon={<WarningIcon size={18} />}>
      <span className="font-medium">{standingSentence(standing)}</span>
    </Line>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2.5">
      <span className="mt-px shrink-0 text-ink-muted">{icon}</span>
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  );
}
