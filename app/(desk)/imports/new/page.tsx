import type { Metadata } from 'next';
import { NewImport } from '@/components/bulk/new/new-import';
import { LoadTrouble } from '@/components/invite/load-trouble';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { shownFailure } from '@/lib/failure-words';
import { inviteFormOptions } from '@/lib/invitations/invite-form';
import { requestId } from '@/lib/request';
import { changeSharedAction } from '../[id]/draft-actions';

export const metadata: Metadata = { title: 'New import' };

export default async function NewImportPage() {
  const actor = await requirePermission('batch.manage', '/imports/new');
  const id = await requestId();
  const options = await inviteFormOptions({ ctx: createContext(actor, id), input: {} });
  const unloaded = options.ok ? null : shownFailure(options.failure, { requestId: id, now: systemClock.now() });
  const { directories, roles, self } = options.ok ? options.value : { directories: [], roles: [], self: null };
  return (
    <>
      <h1 className="font-semibold text-xl">New import</h1>
      <p className="mt-1 mb-6 max-w-words text-ink-muted">
        Invite everybody in a list at once. You look through the rows, see beforehand what will happen to each, and then
        confirm.
      </p>
      <LoadTrouble
        unloaded={unloaded}
        noDirectory={options.ok && directories.length === 0}
        notes={[]}
        retry="/imports/new"
      />
      <NewImport
        offer={{ directories, roles, self, unloaded: unloaded !== null }}
        sponsor={self}
        sharedAction={changeSharedAction}
      />
    </>
  );
}
