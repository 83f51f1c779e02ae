import type { Metadata } from 'next';
import { pathWithQuery, type Query, queryText, readDeepLink } from '@/components/invite/deep-link';
import { InviteDesk } from '@/components/invite/invite-desk';
import { LoadTrouble } from '@/components/invite/load-trouble';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { shownFailure } from '@/lib/failure-words';
import { inviteFormOptions } from '@/lib/invitations/invite-form';
import { can } from '@/lib/invitations/policy';
import { requestId } from '@/lib/request';
import { undoAction } from '../invitations/[id]/actions';
import { askAction, checkInvitationAction, inviteAction } from './actions';
import { draftPeopleAction } from './many-actions';

export const metadata: Metadata = { title: 'Invite' };

export default async function InvitePage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const here = pathWithQuery('/invite', query);
  const actor = await requirePermission('invitation.create', here);
  const id = await requestId();
  const asked = queryText(query, 'sponsor').trim();
  const options = await inviteFormOptions({
    ctx: createContext(actor, id),
    input: asked === '' ? {} : { sponsor: asked },
  });
  const unloaded = options.ok
    ? null
    : shownFailure(options.failure, { requestId: id, now: systemClock.now(), permission: 'invitation.create' });
  const offer = options.ok ? options.value : { directories: [], roles: [], self: null, prefilledSponsor: null };
  const link = readDeepLink(
    query,
    options.ok ? { roles: offer.roles, directories: offer.directories, sponsor: offer.prefilledSponsor } : null,
  );
  // A link that names a sponsor who was not found must not quietly make it somebody else.
  const sponsor = offer.prefilledSponsor ?? (asked === '' ? offer.self : null);
  return (
    <>
      <h1 className="font-semibold text-xl">Invite</h1>
      <p className="mt-1 mb-6 text-ink-muted">
        One person into a directory, or many at once. Each gets a mail with a link and decides whether to accept.
      </p>
      <LoadTrouble
        unloaded={unloaded}
        noDirectory={options.ok && offer.directories.length === 0}
        notes={link.notes}
        retry={here}
      />
      <InviteDesk
        action={inviteAction}
        checkAction={checkInvitationAction}
        ask={askAction}
        undo={undoAction}
        {...(can(actor, 'batch.manage') ? { people: draftPeopleAction } : {})}
        offer={{
          directories: offer.directories,
          roles: offer.roles,
          self: offer.self,
          unloaded: unloaded !== null,
        }}
        initial={{
          submissionKey: crypto.randomUUID(),
          email: link.email,
          displayName: link.displayName,
          directoryId: link.directoryId || (offer.directories[0]?.id ?? ''),
          roleIds: link.roleIds,
          sponsorUserId: sponsor?.id ?? '',
          purpose: link.purpose,
          ticket: link.ticket,
          jobId: '',
          onboardingFlowId: '',
          acknowledged: '',
          override: '',
        }}
        sponsor={sponsor}
        linked={link.given}
        owner={actor.subject}
      />
    </>
  );
}
