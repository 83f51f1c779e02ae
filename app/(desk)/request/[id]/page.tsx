import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { LoadTrouble } from '@/components/invite/load-trouble';
import { RequestForm } from '@/components/requests/request-form';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { shownFailure } from '@/lib/failure-words';
import { showRequestSchema } from '@/lib/invitations/requests/fields';
import { requestFormOptions } from '@/lib/invitations/requests/request-form';
import { showRequest } from '@/lib/invitations/requests/show-request';
import { requestId } from '@/lib/request';
import { editAction } from '../actions';
import { offerOf } from '../offer';

export const metadata: Metadata = { title: 'Change a request' };

export default async function ChangeRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const asked = await params;
  const here = `/request/${encodeURIComponent(asked.id)}`;
  const actor = await requirePermission('request.create', here);
  const input = showRequestSchema.safeParse(asked);
  if (!input.success) notFound();
  const id = await requestId();
  const ctx = createContext(actor, id);
  const [found, options] = await Promise.all([showRequest({ ctx, input: input.data }), requestFormOptions({ ctx })]);
  if (found.ok && !(found.value.request.mine && found.value.request.kind === 'invite')) notFound();
  if (!found.ok && found.failure.code === 'request-not-found') notFound();
  // Somebody was faster: the request says how it ended.
  if (found.ok && found.value.request.hindrance === 'closed') redirect(`/requests/${found.value.request.id}`);
  const failure = !found.ok ? found.failure : !options.ok ? options.failure : null;
  return (
    <>
      <p className="text-sm">
        <a href="/my-guests" className="text-ink-muted underline-offset-4 hover:text-ink hover:underline">
          ← My guests
        </a>
      </p>
      <h1 className="mt-2 font-semibold text-xl">Change a request</h1>
      <p className="mt-1 mb-6 max-w-words text-ink-muted">
        Whoever decides sees what you ask for now, and nothing else.
      </p>
      <LoadTrouble
        unloaded={failure === null ? null : shownFailure(failure, { requestId: id, now: systemClock.now() })}
        noDirectory={false}
        notes={[]}
        retry={here}
      />
      {found.ok && options.ok ? (
        <RequestForm
          action={editAction}
          offer={offerOf(options.value, systemClock.now())}
          edits={{ id: found.value.request.id, revision: found.value.request.revision }}
          initial={{
            // A change is one by its revision; the schema's key is the new request's.
            submissionKey: crypto.randomUUID(),
            email: found.value.request.email,
            displayName: found.value.request.displayName,
            directoryId: found.value.request.directory.id,
            roleIds: found.value.request.roles.map((role) => role.id),
            sponsorUserId: found.value.request.sponsor?.id ?? '',
            purpose: found.value.request.purpose,
            ticket: found.value.request.ticket,
            jobId: found.value.request.jobId,
            onboardingFlowId: found.value.request.onboardingFlowId,
            wantedUntil: found.value.request.wantedUntil,
            acknowledged: found.value.acknowledged,
          }}
        />
      ) : null}
    </>
  );
}
