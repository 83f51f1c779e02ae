/** Somewhere that events are sent to. Its secret is not in here: it is shown once, when it is made. */
export type Webhook = {
  id: string;
  name: string;
  url: string;
  /** Actions, or the beginning of several as in `invitation`; empty for all. */
  events: string[];
  enabled: boolean;
  /** While the secret before is still signed with as well, until when. */
  previousUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export type WebhookSettings = Pick<Webhook, 'name' | 'url' | 'events' | 'enabled'>;

/** Who changes it, for the audit's entry in the same transaction. */
export type WebhookChange = { actor: import('../ledger').Human; requestId: string };

/** The store of webhooks. Secrets are kept encrypted and leave it only for the courier. */
export type Webhooks = {
  all(): Promise<Webhook[]>;
  byId(id: string): Promise<Webhook | null>;
  /** The secrets to sign with, the current one first; null when there is no such webhook, or it is off. */
  secretsOf(id: string): Promise<{ url: string; secrets: string[] } | null>;
  add(settings: WebhookSettings, secret: string, by: WebhookChange): Promise<Webhook>;
  change(id: string, settings: WebhookSettings, by: WebhookChange): Promise<Webhook | null>;
  /** Signs with both until `previousUntil`, so that the receiver can change over in its own time. */
  rotate(id: string, secret: string, previousUntil: Date, by: WebhookChange): Promise<Webhook | null>;
  /** False when there is none. What waits for it is given up. */
  remove(id: string, by: WebhookChange): Promise<boolean>;
};

/** Whether a webhook wants to hear of an action: `invitation` covers `invitation.sent`. */
export const wants = ({ events, enabled }: Pick<Webhook, 'events' | 'enabled'>, action: string): boolean =>
  enabled && (events.length === 0 || events.some((each) => action === each || action.startsWith(`${each}.`)));
