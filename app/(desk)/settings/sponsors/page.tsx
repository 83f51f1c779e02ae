import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SaidFrame } from '@/components/requests/said';
import { HandOverForm } from '@/components/settings/hand-over-form';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import { disabledSponsors } from '@/lib/invitations/requests/disabled-sponsors';
import { requestId } from '@/lib/request';
import { handOverAction } from './actions';

export const metadata: Metadata = { title: 'Sponsors' };

export default async function SponsorsPage() {
  const actor = await requirePermission('sponsor.hand-over', '/settings/sponsors');
  const listed = await disabledSponsors({ ctx: createContext(actor, await requestId()) });
  if (!listed.ok) redirect('/no-access');
  return (
    <>
      <h1 className="font-semibold text-xl">Sponsors</h1>
      <p className="mt-1 mb-6 max-w-words text-ink-muted">
        Who has left and still has guests: nobody looks after those. Hand them to somebody else. ConductorOne keeps the
        sponsor of an invitation as it was sent; here the guests are the new sponsor’s.
      </p>
      <SaidFrame>
        {listed.value.length === 0 ? (
          <div className="max-w-words py-4">
            <p className="font-medium">Every guest has a sponsor who is there.</p>
            <p className="mt-1 text-ink-muted">
              Here is whose account was disabled or deleted in ConductorOne while their guests are still expected or in.
            </p>
          </div>
        ) : (
          <ul className="grid max-w-form gap-4">
            {listed.value.map((sponsor) => (
              <li key={sponsor.id} className="rounded-lg border border-line bg-surface p-4">
                <HandOverForm action={handOverAction} sponsor={sponsor} />
              </li>
            ))}
          </ul>
        )}
      </SaidFrame>
    </>
  );
}
