import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AddWebhook } from '@/components/settings/secret-form';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import { listWebhooks } from '@/lib/invitations/telling/manage-webhooks';
import { requestId } from '@/lib/request';
import { addWebhookAction } from './actions';

export const metadata: Metadata = { title: 'Webhooks' };

export default async function WebhooksPage() {
  const actor = await requirePermission('webhook.manage', '/settings/webhooks');
  const listed = await listWebhooks({ ctx: createContext(actor, await requestId()) });
  if (!listed.ok) redirect('/no-access');
  return (
    <>
      <h1 className="font-semibold text-xl">Webhooks</h1>
      <p className="mt-1 mb-6 max-w-words text-ink-muted">
        Usher tells other systems what happens here: each entry of the audit, signed, and sent until it is received.
      </p>
      {listed.value.length === 0 ? (
        <p className="py-4 text-ink-muted">Nobody is told yet. Add the first address below.</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {listed.value.map(({ id, name, url, enabled, events }) => (
            <li key={id}>
              <a href={`/settings/webhooks/${id}`} className="block px-4 py-3 hover:bg-sunken">
                <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <span className="font-medium">{name}</span>
                  <span className="text-ink-muted text-sm">{enabled ? 'On' : 'Off'}</span>
                </span>
                <span className="block truncate text-ink-muted text-sm">{url}</span>
                <span className="block truncate text-ink-muted text-sm">
                  {events.length === 0 ? 'Every event' : events.join(', ')}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <section className="mt-8 max-w-form" aria-labelledby="add-webhook">
        <h2 id="add-webhook" className="mb-4 font-semibold text-lg">
          Add a webhook
        </h2>
        <AddWebhook action={addWebhookAction} />
      </section>
    </>
  );
}
