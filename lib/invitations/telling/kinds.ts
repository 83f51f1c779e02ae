import { type Actor, can } from '../policy';

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

/** The mails that can come to somebody with these roles. Anybody may be named as a guest's sponsor. */
export function mailsFor(actor: Pick<Actor, 'roles'>): MailKind[] {
  return MAIL_KINDS.filter((kind) => {
    switch (kind) {
      case 'request-waiting':
        return can(actor, 'request.decide');
      case 'request-decided':
        return can(actor, 'request.create');
      case 'request-expired':
        return can(actor, 'request.create') || can(actor, 'request.decide');
      default:
        return true;
    }
  });
}
