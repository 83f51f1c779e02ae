import type { Metadata } from 'next';
import { LoadTrouble } from '@/components/invite/load-trouble';
import { RequestForm } from '@/components/requests/request-form';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { shownFailure } from '@/lib/failure-words';
import { requestFormOptions } from '@/lib/invitations/requests/request-form';
import { requestId } from '@/lib/request';
import { askAction } from './actions';
import { offerOf } from './offer';

export const metadata: Metadata = { title: 'Request access' };

export default async function RequestPage() {
  const actor = await requirePermission('request.create', '/request');
  const id = await requestId();
  const options = await requestFormOptions({ ctx: createContext(actor, id) });
  const unloaded = options.ok
    ? null
    : shownFailure(options.failure, { requestId: id, now: systemClock.now(), permission: 'request.create' });
  return (
    <>
      <h1 className="font-semibold text-xl">Request access for a guest</h1>
      <p className="mt-1 mb-6 max-w-words text-ink-muted">
        Somebody who looks after access says yes or no, with a reason. After a yes your guest gets a mail with a link.
      </p>
      <LoadTrouble
        unloaded={unloaded}
        noDirectory={options.ok && options.value.directories.length === 0}
        notes={[]}
        retry="/request"
      />
      {options.ok && options.value.directories.length > 0 ? (
        <RequestForm
          action={askAction}
          offer={offerOf(options.value, systemClock.now())}
          edits={null}
          initial={{
            submissionKey: crypto.randomUUID(),
            email: '',
            displayName: '',
            directoryId: options.value.directories[0]?.id ?? '',
            roleIds: [],
            sponsorUserId: '',
            purpose: '',
            ticket: '',
            jobId: '',
            onboardingFlowId: '',
            wantedUntil: '',
            acknowledged: '',
          }}
        />
      ) : null}
    </>
  );
}
