import type { DeskEvent } from '@/lib/invitations/desk';

/** An entry of the audit as a sentence, in parts: who, and what they did. */
export type Sentence = { who: string; what: string };

const GONE = 'A person whose data was erased';

const nameOf = (person: { name: string; email: string } | null): string =>
  person === null ? '' : person.name || person.email || GONE;

type Words = (target: string, event: DeskEvent) => string;

const by = (event: DeskEvent): string => String(event.details.by ?? '');
const heldBack = (event: DeskEvent): boolean => by(event) === 'held-back';

/** Told after the name of whoever did it. */
const DONE: Record<string, Words> = {
  'invitation.requested': (target, event) =>
    `asked to invite ${target}${'heldSeconds' in event.details ? ', with some time to undo it' : ''}`,
  'invitation.sent': (target, event) =>
    by(event) === 'decided' ? `said which invitation of ${target} is ours` : `invited ${target}; ConductorOne has it`,
  'invitation.waits': (target) => `invited ${target}; ConductorOne asks to slow down, so it waits`,
  'invitation.outcome-unknown': (target) =>
    `invited ${target}, and the answer was lost: whether it went out is not known`,
  'invitation.refused': (target, event) =>
    `invited ${target}, and ${heldBack(event) ? 'the policy held it back' : 'ConductorOne refused it'}`,
  'invitation.called-off': (target) => `called off ${target}’s invitation before it was sent`,
  'invitation.needs-person': (target) => `invited ${target}, and more than one invitation could be that one`,
  'revoke.requested': (target) => `asked to revoke ${target}’s invitation`,
  'reissue.requested': (target) => `asked to send ${target}’s invitation again`,
  'revoke.waits': (target) => `revokes ${target}’s invitation; ConductorOne asks to slow down, so it waits`,
  'revoke.outcome-unknown': (target) => `revoked ${target}’s invitation, and the answer was lost`,
  'revoke.refused': (target, event) =>
    heldBack(event)
      ? `asked to send ${target}’s invitation again, and the policy held it back`
      : `could not revoke ${target}’s invitation: ConductorOne refused it`,
  'invitation.revoked': (target) => `revoked ${target}’s invitation`,
  'request.asked': (target) => `asked for an invitation of ${target}`,
  'request.edited': (target) => `changed the request for ${target}`,
  'request.asked-back': (target) => `asked a question about the request for ${target}`,
  'request.answered': (target) => `answered about the request for ${target}`,
  'request.approved': (target) => `approved the request for ${target}`,
  'request.denied': (target) => `denied the request for ${target}`,
  'request.withdrawn': (target) => `withdrew the request for ${target}`,
  'guest.handed-over': (target) => `handed ${target} over to another sponsor`,
  'double.kept': (target) => `said that both open invitations of ${target} are meant`,
  'batch.read': () => 'made an import',
  'batch.discarded': () => 'threw away an import before it ran',
  'mails.chosen': () => 'chose which mails to get',
  'webhook.added': () => 'added a webhook',
  'webhook.changed': () => 'changed a webhook',
  'webhook.secret-rotated': () => 'made a new secret for a webhook',
  'webhook.removed': () => 'removed a webhook',
  'batch.exported': () => 'exported what failed of an import',
  'invitations.exported': () => 'exported a list of invitations',
  'audit.exported': () => 'exported the audit',
  'auth.signed-in': () => 'signed in',
  'auth.signed-out': () => 'signed out',
  'policy.refused': (_target, event) => `was refused: ${String(event.details.permission ?? 'not allowed')}`,
  'sending.released': () => 'let this database send again',
  'database.restored': () => 'restored the database from a backup',
  'person.erased': () => 'erased what the audit says of a person',
};

/** Told of Usher itself: nobody did it here. */
const SEEN: Record<string, Words> = {
  'invitation.accepted': (target) => `saw that ${target} accepted`,
  'invitation.revoked': (target) => `saw that ${target}’s invitation was revoked in ConductorOne`,
  'invitation.expired': (target) => `saw that ${target}’s invitation expired`,
  'invitation.pending': (target) => `saw that ${target}’s invitation is open`,
  'request.expired': (target) => `ended the request for ${target}: nobody decided it in time`,
  'request.rejudged': (target) => `asked others about the request for ${target}: the policy has changed`,
  'request.reopened': (target) =>
    `opened the request for ${target} again: the policy became stricter before it was sent`,
  'double.found': (target) => `found a second invitation of ${target} that is open in ConductorOne`,
  'invitation.sent': (target) => `found ${target}’s invitation in ConductorOne`,
};

/** One entry in a sentence with names. What has no words yet is told by its own name, never left out. */
export function eventWords(event: DeskEvent): Sentence {
  const target = event.target === null ? 'somebody' : nameOf(event.target);
  const words = event.actor === null ? (SEEN[event.action] ?? DONE[event.action]) : DONE[event.action];
  const who = event.actor === null ? 'Usher' : nameOf(event.actor);
  const on = event.target === null ? '' : ` (${target})`;
  return { who, what: words?.(target, event) ?? `${event.action.replaceAll(/[.-]/g, ' ')}${on}` };
}

/** What was written along with it. The outcome repeats the words of the request, and is told without them. */
export const textsOf = ({ action, text }: DeskEvent): { name: string; text: string }[] =>
  action.startsWith('invitation.') && action !== 'invitation.requested'
    ? []
    : ['reason', 'purpose', 'ticket', 'acknowledged']
        .map((name) => ({ name, text: text[name] ?? '' }))
        .filter((each) => each.text !== '');
