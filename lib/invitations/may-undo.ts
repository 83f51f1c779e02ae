import type { InvitationRecord } from './ledger';
import { type Actor, can } from './policy';

/** Whoever sent it, or approved it, may call it off while it waits; and whoever may for everybody. */
export const mayUndo = (actor: Actor, { sender, approver }: InvitationRecord): boolean =>
  can(actor, 'invitation.undo-any') ||
  (can(actor, 'invitation.undo') && [sender?.subject, approver?.subject].includes(actor.subject));
