/** The mails that Usher sends. Each person chooses which of them they want. */
export const MAIL_KINDS = [
  'request-waiting',
  'request-decided',
  'request-expired',
  'invitation-accepted',
  'sponsor-named',
  'lapsing-digest',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

export const CHANNELS = ['mail', 'webhook'] as const;
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
