import type { DeskEvent } from '../desk';
import type { Reader } from './deliveries';
import { type Webhooks, wants } from './webhooks';

/** The reader that puts every entry of the audit in for each webhook that wants it. */
export const webhookReader = (webhooks: Webhooks): Reader => ({
  name: 'webhooks',
  async fan(events) {
    const all = await webhooks.all();
    return events.flatMap((event) =>
      all
        .filter((webhook) => wants(webhook, event.action))
        .map((webhook) => ({
          channel: 'webhook' as const,
          kind: event.action,
          recipient: webhook.id,
          key: `webhook:${webhook.id}:${event.sequence}`,
          sequence: event.sequence,
          payload: webhookBody(event),
        })),
    );
  },
});

/** The body, as the Standard Webhooks specification lays it out: type, timestamp, data. */
export const webhookBody = ({ sequence, at, action, requestId, ...event }: DeskEvent): Record<string, unknown> => ({
  type: action,
  timestamp: at,
  data: { sequence, ...event, usherRequestId: requestId },
});
