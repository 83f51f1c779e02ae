import type { DeskEvent } from '../desk';
import { sameEmail } from '../email';
import type { InvitationRecord } from '../ledger';
import type { Names } from '../names';
import type { NewDelivery } from './deliveries';
import type { MailOn } from './letters';
import { deliveriesOf, inviterReads } from './post';
import { personRecipient, recipientOf } from './recipients';

/** What an entry about an invitation makes of mails. */
export async function invitationMail(ctx: MailOn, event: DeskEvent, names: Names): Promise<NewDelivery[]> {
  const found = event.invitationId === null ? null : await ctx.mail.book.invitation(event.invitationId);
  if (found === null) return [];
  if (event.action === 'invitation.accepted') return accepted(ctx, event, found, names);
  return event.action === 'invitation.sent' ? sponsorNamed(ctx, event, found.record, names) : [];
}

type Found = { record: InvitationRecord; keeperUserId: string };

/** To whoever sent or asked for it, and to whoever looks after the guest. */
async function accepted(
  ctx: MailOn,
  event: DeskEvent,
  { record, keeperUserId }: Found,
  names: Names,
): Promise<NewDelivery[]> {
  const request = record.requestId === null ? null : await ctx.requests.byId(record.requestId);
  const [sender, requester, keeper] = await Promise.all([
    record.sender === null ? null : recipientOf(ctx, record.sender),
    request === null ? null : recipientOf(ctx, request.requester),
    personRecipient(ctx, keeperUserId),
  ]);
  const letter = {
    kind: 'invitation-accepted',
    id: record.id,
    guest: guestOf(record),
    directory: names.directory(record.content.directoryId),
    roles: record.content.roleIds.map((role) => names.role(role)),
    inviter: inviterOf(record),
    acceptedAt: new Date(record.upstream?.acceptedAt || event.at),
  } as const;
  return deliveriesOf(ctx, { sequence: event.sequence, key: event.sequence, about: [record.id] }, [
    { to: sender, letter: { ...letter, reader: inviterReads(sender) } },
    { to: requester, letter: { ...letter, reader: inviterReads(requester) } },
    { to: keeper, letter: { ...letter, reader: 'sponsor' } },
  ]);
}

/** To a sponsor who neither sent nor asked for it; once, however often it is sent again. */
async function sponsorNamed(
  ctx: MailOn,
  event: DeskEvent,
  record: InvitationRecord,
  names: Names,
): Promise<NewDelivery[]> {
  const sponsor = await personRecipient(ctx, record.content.sponsorUserId);
  if (sponsor === null) return [];
  const request = record.requestId === null ? null : await ctx.requests.byId(record.requestId);
  const askers = [record.sender?.email ?? '', request?.requester.email ?? ''];
  if (askers.some((email) => sameEmail(email, sponsor.address))) return [];
  const letter = {
    kind: 'sponsor-named',
    guest: guestOf(record),
    directory: names.directory(record.content.directoryId),
    inviter: inviterOf(record),
    purpose: record.content.purpose,
  } as const;
  return deliveriesOf(ctx, { sequence: event.sequence, key: record.id, about: [record.id] }, [{ to: sponsor, letter }]);
}

const guestOf = ({ content }: InvitationRecord) => ({ name: content.displayName, email: content.email });
const inviterOf = ({ sender }: InvitationRecord) => ({ name: sender?.name ?? '', email: sender?.email ?? '' });
