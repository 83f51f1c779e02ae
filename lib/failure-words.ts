import type { ShownFailure, Words } from './action-state';
import { fileRefusalWords } from './invitations/bulk/csv/refusal-words';
import { FAILURE_CODES, type Failure, type FailureCode } from './invitations/errors';
import { type Permission, rolesWith } from './invitations/policy';

/**
 * The sentences for every way a verb can fail: what is, why, and what to do next. The only table of them; a code without
 * an entry does not compile.
 */
const WORDS: Record<FailureCode, Words> = {
  'signed-out': {
    what: 'You are signed out.',
    why: 'A session lasts 8 hours at the most.',
    next: 'Sign in again in another tab, then send once more. What you typed is kept.',
  },
  forbidden: {
    what: 'You may not do this.',
    why: 'Your role in Usher does not include it.',
    next: 'Ask somebody whose role does, or ask for the role.',
  },
  'foreign-origin': {
    what: 'Usher refused the request.',
    why: 'It did not come from Usher’s own page, or the address in your browser is not Usher’s public address.',
    next: 'Open Usher at its usual address and try there. What you typed is kept.',
  },
  'invalid-input': {
    what: 'Something in the form needs a correction.',
    why: 'It is said beside the field.',
    next: 'Correct it and send again.',
  },
  'role-not-grantable': {
    what: 'You may not grant one of these roles.',
    why: 'Your organisation has not listed it among those that your role in Usher may hand out.',
    next: 'Leave it out, or ask an administrator to send this invitation.',
  },
  'too-many-requests': {
    what: 'That was a lot in a short time.',
    why: 'Usher limits how many requests one person makes in a minute, so that a mistake stays small. Nothing was sent.',
    next: 'Wait a moment, then try again.',
  },
  'submission-reused': {
    what: 'This form was already sent with other content.',
    why: 'One form sends one invitation, so that nothing goes out twice.',
    next: 'Look at the invitation it sent, or start a new one with “Invite another”.',
  },
  'submission-not-found': {
    what: 'Usher does not remember this submission.',
    why: 'It was never sent, or it is another person’s.',
    next: 'Look among the invitations before you send again.',
  },
  'already-invited': {
    what: 'This person already has an invitation under way.',
    why: 'Usher sends one at a time for each address in a directory. Nothing was sent.',
    next: 'Open that invitation to see what can be done with it.',
  },
  'invitation-not-found': {
    what: 'There is no such invitation.',
    why: 'It may have been opened from an old link, or its question was answered in the meantime.',
    next: 'Look for it among the invitations.',
  },
  'already-left': {
    what: 'It cannot be undone any more.',
    why: 'Its time had come before you pressed: it is with ConductorOne, or on its way there.',
    next: 'Revoke it on its page: the link then dies at once.',
  },
  'not-yours': {
    what: 'This is somebody else’s to undo.',
    why: 'Only whoever sent or approved it may, or an administrator. Nothing was changed.',
    next: 'Ask them, or an administrator. Once it has left, you can revoke it.',
  },
  'not-open': {
    what: 'This invitation is not open any more.',
    why: 'Somebody, or time, was faster. Nothing was changed.',
    next: 'Reload the page to see how it stands.',
  },
  'sending-stopped': {
    what: 'Sending is stopped.',
    why: 'Usher’s database was restored or moved, and what was under way then is still being looked up. Nothing was sent.',
    next: 'Ask an administrator to release sending once that is settled.',
  },
  busy: {
    what: 'Something else is under way with this invitation.',
    why: 'One thing at a time keeps it from going out twice. Nothing was changed.',
    next: 'Wait a moment, then look again.',
  },
  'already-known': {
    what: 'ConductorOne knows this address already.',
    why: 'It belongs to a user, or to an open invitation that was made outside Usher. Nothing was sent.',
    next: 'Tell the person to sign in, or to use the mail they have.',
  },
  'policy-denied': {
    what: 'The policy does not allow this invitation.',
    why: 'Your organisation’s rules say no. Nothing was sent.',
    next: 'Change what it names, or ask an administrator about the rule.',
  },
  'needs-approval': {
    what: 'This invitation needs somebody’s approval.',
    why: 'Your organisation’s rules ask for a second person here. Nothing was sent.',
    next: 'Ask for approval: what you typed goes along.',
  },
  'sending-paused': {
    what: 'Sending is paused.',
    why: 'An administrator has stopped all invitations for now. Nothing was sent.',
    next: 'Try again later, or ask an administrator. What you typed is kept.',
  },
  lookalike: {
    what: 'This address looks like another one.',
    why: 'It may be a typing mistake, or somebody posing as a partner. Nothing was sent.',
    next: 'Take the address that was meant, or say why this one is right.',
  },
  'policy-changed': {
    what: 'The policy was changed in the meantime.',
    why: 'Somebody saved another version while you were at it. Nothing was saved.',
    next: 'Reload the page to see theirs, then make your change again.',
  },
  'policy-pinned': {
    what: 'The policy is kept in a file.',
    why: 'Usher takes it from there at each start, so that it cannot be changed here. Nothing was saved.',
    next: 'Change the file where your organisation keeps it, and start Usher anew.',
  },
  'request-not-found': {
    what: 'There is no such request.',
    why: 'It may be somebody else’s, or the link may be old.',
    next: 'Look for it among your requests.',
  },
  'request-closed': {
    what: 'This request is decided already.',
    why: 'Somebody, or time, was faster. Nothing was changed.',
    next: 'Reload the page to see how it stands.',
  },
  'request-changed': {
    what: 'This request has changed since you opened it.',
    why: 'An approval counts for exactly what was shown. Nothing was sent.',
    next: 'Reload the page, look at what is asked for now, and decide again.',
  },
  'already-requested': {
    what: 'Somebody has asked for this person already.',
    why: 'One request at a time for each address in a directory. Yours was not recorded.',
    next: 'Wait for that decision, or ask whoever made it.',
  },
  'own-request': {
    what: 'Nobody decides their own request.',
    why: 'A second person has to look at it.',
    next: 'Somebody else who may approve will see it.',
  },
  'not-an-approver': {
    what: 'This request needs somebody else’s word.',
    why: 'The policy names who has to approve it, or it asks for more than you could send yourself.',
    next: 'Leave it to those it names.',
  },
  'webhook-not-found': {
    what: 'There is no such webhook.',
    why: 'Somebody may have removed it in the meantime. Nothing was changed.',
    next: 'Go back to the list of webhooks.',
  },
  'batch-not-found': {
    what: 'There is no such import.',
    why: 'The link may be old, or somebody has thrown it away before it ran.',
    next: 'Look for it among the imports.',
  },
  'batch-closed': {
    what: 'This import cannot be changed any more.',
    why: 'It runs already, or is over. Nothing was changed.',
    next: 'Reload the page to see how it stands.',
  },
  'plan-changed': {
    what: 'The world has changed since this plan was made.',
    why: 'What is confirmed is exactly what was shown. Nothing was sent.',
    next: 'Look at the rows that changed, and confirm again.',
  },
  'file-refused': {
    what: 'This file cannot be imported.',
    why: 'It is not a CSV file that Usher can read. Nothing was imported.',
    next: 'Save the list as CSV from your spreadsheet program, and choose that file.',
  },
  'nothing-to-send': {
    what: 'There is nothing to send.',
    why: 'Every row of this import is left out: the plan says why for each.',
    next: 'Change the rows, or look at those that wait for your word.',
  },
  'waiting-to-be-sent': {
    what: 'The invitation is recorded and goes out by itself.',
    why: 'ConductorOne asks us to slow down, or another part of Usher is sending it right now.',
    next: 'You need not send it again. “Check now” shows how it stands.',
  },
  'upstream-invalid': {
    what: 'ConductorOne did not accept the invitation.',
    why: 'It found something wrong in what was sent. Nothing was changed.',
    next: 'Read its reason below, correct the form and send again.',
  },
  'upstream-unauthenticated': {
    what: 'ConductorOne does not accept Usher’s credential.',
    why: 'It may be expired, revoked, or used from an address that is not allowed. Nothing was sent.',
    next: 'Tell an administrator: “npm run doctor” names the cause. What you typed is kept.',
  },
  'upstream-forbidden': {
    what: 'ConductorOne does not let Usher do this.',
    why: 'Its credential lacks a role, or is limited to other addresses. Nothing was sent.',
    next: 'Tell an administrator: “npm run doctor” names the cause. What you typed is kept.',
  },
  'upstream-not-found': {
    what: 'ConductorOne does not know it.',
    why: 'The directory or the invitation was removed there in the meantime. Nothing was sent.',
    next: 'Reload the page and choose again.',
  },
  'upstream-conflict': {
    what: 'This person already has an open invitation.',
    why: 'ConductorOne keeps one open invitation for each address in a directory. Nothing was sent.',
    next: 'Tell the person to use the mail they have, or revoke that invitation first.',
  },
  'upstream-precondition': {
    what: 'ConductorOne cannot do this now.',
    why: 'Something about the directory or the invitation does not allow it. Nothing was changed.',
    next: 'Read its reason below, then reload the page and try again.',
  },
  'upstream-rate-limited': {
    what: 'ConductorOne asks us to slow down.',
    why: 'It has had too many requests. Nothing was sent.',
    next: 'Wait a moment, then send again.',
  },
  'upstream-unavailable': {
    what: 'ConductorOne cannot be reached.',
    why: 'No answer came from it, or it says that it is not available. Nothing was sent.',
    next: 'Try again in a minute. If it lasts, tell an administrator.',
  },
  'upstream-timed-out': {
    what: 'ConductorOne took too long to answer.',
    why: 'Nothing was sent.',
    next: 'Try again. If it happens again, tell an administrator.',
  },
  'upstream-malformed': {
    what: 'ConductorOne’s answer could not be read.',
    why: 'Something between Usher and ConductorOne, such as a proxy, may have answered in its place. Nothing was sent.',
    next: 'Try again in a minute. If it lasts, tell an administrator.',
  },
  'outcome-unknown': {
    what: 'We do not know yet whether the invitation went out.',
    why: 'It was sent to ConductorOne, but the answer was lost on the way.',
    next: 'Use “Check now”: it looks in ConductorOne before anything is sent again.',
  },
  unexpected: {
    what: 'Usher made a mistake. Sorry.',
    why: 'Something happened that it was not prepared for. What you typed is kept.',
    next: 'Try again. If it happens again, give the request id to an administrator: the log has the rest.',
  },
};

/** The sentences of a code as they are, without what one failure adds to them. */
export const wordsOf = (code: FailureCode): Words => WORDS[code];

/** Codes for which the upstream's own words help the reader. */
const WITH_DETAIL: ReadonlySet<FailureCode> = new Set(['upstream-invalid', 'upstream-precondition']);

/** Codes for which the policy's reasons, in words, are the why. */
const BY_THE_POLICY: ReadonlySet<FailureCode> = new Set(['policy-denied', 'needs-approval', 'sending-paused']);

/** A failure as a page shows it. `permission` names the roles that a refused person would need. */
export function shownFailure(
  failure: Failure,
  about: { requestId: string; now: Date; permission?: Permission },
): ShownFailure {
  const words = failure.refusal === undefined ? { ...WORDS[failure.code] } : fileRefusalWords(failure.refusal);
  if (failure.code === 'forbidden' && about.permission !== undefined) {
    words.why = `Only these roles in Usher may: ${rolesWith(about.permission).join(', ')}.`;
  }
  if (WITH_DETAIL.has(failure.code) && failure.detail) words.why = `${words.why} Its words: “${failure.detail}”`;
  if ((failure.code === 'not-open' || failure.code === 'request-closed') && failure.detail) {
    words.why = `${failure.detail} Nothing was changed.`;
  }
  if (failure.code === 'already-requested' && failure.detail) words.why = `${failure.detail} Yours was not recorded.`;
  if (BY_THE_POLICY.has(failure.code) && failure.detail) words.why = `${failure.detail} Nothing was sent.`;
  if (failure.code === 'role-not-grantable' && failure.detail) words.what = `You may not grant ${failure.detail}.`;
  return {
    code: failure.code,
    words,
    requestId: about.requestId,
    ...(failure.retryAfterMs === undefined
      ? {}
      : { retryAt: new Date(about.now.getTime() + failure.retryAfterMs).toISOString() }),
    ...(failure.existing === undefined ? {} : { existing: failure.existing }),
    ...(failure.person === undefined ? {} : { person: failure.person }),
    ...(failure.warnings === undefined ? {} : { warnings: failure.warnings }),
    ...(failure.overridable === undefined ? {} : { overridable: failure.overridable }),
  };
}

/** Why a row of an import failed. What is kept of it is a code and a detail, maybe of a newer or older version. */
export function rowFailureWords({ code, detail }: { code: string; detail: string }): Words {
  const known = FAILURE_CODES.find((each) => each === code) ?? 'unexpected';
  return shownFailure({ code: known, ...(detail === '' ? {} : { detail }) }, { requestId: '', now: new Date(0) }).words;
}
