import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ActForm } from '@/components/desk/act-form';
import { DeliveryLog } from '@/components/settings/delivery-log';
import { RotateSecret } from '@/components/settings/secret-form';
import { WebhookFields } from '@/components/settings/webhook-fields';
import { Instant } from '@/components/ui/instant';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { showWebhook, webhookIdSchema } from '@/lib/invitations/telling/manage-webhooks';
import { requestId } from '@/lib/request';
import {
  changeWebhookAction,
  redeliverAction,
  removeWebhookAction,
  rotateSecretAction,
  tryWebhookAction,
} from '../actions';

export const metadata: Metadata = { title: 'Webhook' };

export default async function WebhookPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requirePermission('webhook.manage', `/settings/webhooks/${id}`);
  const input = webhookIdSchema.safeParse({ id });
  if (!input.success) notFound();
  const shown = await showWebhook({ ctx: createContext(actor, await requestId()), input: input.data });
  if (!shown.ok) notFound();
  const { webhook, deliveries } = shown.value;
  return (
    <>
      <p className="mb-2 text-sm">
        <a href="/settings/webhooks" className="underline">
          All webhooks
        </a>
      </p>
      <h1 className="font-semibold text-xl wrap-anywhere">{webhook.name}</h1>
      <p className="mt-1 mb-6 text-ink-muted wrap-anywhere">{webhook.url}</p>
      <div className="grid gap-10">
        <section className="max-w-form" aria-label="Settings of this webhook">
          <ActForm action={changeWebhookAction} id={webhook.id} label="Save changes" busy="Saving…">
            <WebhookFields values={{ ...webhook, events: webhook.events.join(', ') }} />
            <label className="flex min-h-target items-center gap-2 md:min-h-0">
              <input type="checkbox" name="enabled" value="yes" defaultChecked={webhook.enabled} className="size-4" />
              On: send events to it
            </label>
          </ActForm>
        </section>
        <section aria-labelledby="deliveries">
          <h2 id="deliveries" className="mb-2 font-semibold text-lg">
            What was sent
          </h2>
          <div className="mb-4">
            <ActForm action={tryWebhookAction} id={webhook.id} label="Send a trial event" busy="Sending…" />
          </div>
          <DeliveryLog
            webhook={webhook.id}
            deliveries={deliveries.map(({ delivery, tries }) => ({
              id: delivery.id,
              kind: delivery.kind,
              state: delivery.state,
              at: delivery.createdAt.toISOString(),
              dueAt: delivery.dueAt.toISOString(),
              problem: delivery.lastProblem,
              tries: tries.map(({ at, ...each }) => ({ ...each, at: at.toISOString() })),
            }))}
            now={systemClock.now().toISOString()}
            again={redeliverAction}
          />
        </section>
        <section className="max-w-form" aria-labelledby="secret">
          <h2 id="secret" className="mb-2 font-semibold text-lg">
            Secret
          </h2>
          <p className="mb-3 text-ink-muted">
            A new secret takes over at once; for a day each event is signed with the old one as well, so that the
            receiver can change over.
            {webhook.previousUntil === null ? null : (
              <>
                {' '}
                The one before counts until <Instant iso={webhook.previousUntil.toISOString()} />.
              </>
            )}
          </p>
          <RotateSecret action={rotateSecretAction} id={webhook.id} />
        </section>
        <section className="max-w-form" aria-labelledby="remove">
          <h2 id="remove" className="mb-2 font-semibold text-lg">
            Remove
          </h2>
          <p className="mb-3 text-ink-muted">
            Nothing more is sent to it, and its log goes. The audit keeps who did it.
          </p>
          <ActForm action={removeWebhookAction} id={webhook.id} label={`Remove ${webhook.name}`} busy="Removing…" />
        </section>
      </div>
    </>
  );
}
