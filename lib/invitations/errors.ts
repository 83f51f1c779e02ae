/**
 * What can go wrong, as a closed set. Layers pass these codes; the sentences a person reads are made in one place
 * (`lib/failure-words.ts`), so that no layer parses another's English.
 */

/**
 * Every way in which a call to the upstream can fail, seen from the caller.
 *
 * For a create or a revoke, all but `outcome-unknown` promise that nothing was changed upstream.
 */
export const DIRECTORY_ERROR_CODES = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'precondition',
  'rate-limited',
  'unavailable',
  'timed-out',
  'outcome-unknown',
  'malformed',
] as const;

export type DirectoryErrorCode = (typeof DIRECTORY_ERROR_CODES)[number];

/** One failed call. Carries nothing secret: it may be logged and parts of it shown. */
export type DirectoryError = {
  code: DirectoryErrorCode;
  /** The upstream's own words where it sent any (at most 500 characters), else ours; for the log and the details line. */
  message: string;
  /** HTTP status, when there was an answer at all. */
  status?: number;
  /** From `Retry-After`, in milliseconds, when the upstream said it. */
  retryAfterMs?: number;
};

/** Every way in which a verb of ours can end other than well. `lib/action.ts` turns each into words. */
export const FAILURE_CODES = [
  // Refused by Usher before anything was sent.
  'signed-out',
  'forbidden',
  'foreign-origin',
  'invalid-input',
  'role-not-grantable',
  'too-many-requests',
  'submission-reused',
  'submission-not-found',
  // Usher knows of a live invitation for the same person and directory.
  'already-invited',
  'invitation-not-found',
  // It is not open (any more): revoked, accepted, expired, or never sent.
  'not-open',
  // It was to be called off, and had left.
  'already-left',
  // Only whoever sent it may.
  'not-yours',
  // The database is a restored or copied one; an administrator has to say go.
  'sending-stopped',
  // Something else is under way with that invitation.
  'busy',
  // The upstream knows the address: a user, or an invitation made outside Usher. Some roles may override.
  'already-known',
  // The policy says no, or that somebody else has to say yes; `reasons` has why.
  'policy-denied',
  'needs-approval',
  // An administrator has stopped all sending.
  'sending-paused',
  // The address looks like another one; going on asks for a word.
  'lookalike',
  // The policy was changed by somebody else in the meantime.
  'policy-changed',
  // It is kept in a file, which somebody else edits.
  'policy-pinned',
  'request-not-found',
  // It was decided, withdrawn or has expired.
  'request-closed',
  // What is asked for is not what was shown any more.
  'request-changed',
  'already-requested',
  'own-request',
  'not-an-approver',
  'webhook-not-found',
  'batch-not-found',
  // It runs or is over: nothing in it can be changed, or it cannot be stopped, any more.
  'batch-closed',
  // What was confirmed is not what would be sent any more.
  'plan-changed',
  // An uploaded file is not one that can be read; `refusal` has why.
  'file-refused',
  // Every row of what was confirmed is left out.
  'nothing-to-send',
  // Recorded, and on its way by itself.
  'waiting-to-be-sent',
  // Refused by the upstream; nothing was changed there.
  'upstream-invalid',
  'upstream-unauthenticated',
  'upstream-forbidden',
  'upstream-not-found',
  'upstream-conflict',
  'upstream-precondition',
  'upstream-rate-limited',
  // The upstream could not be asked, or its answer to a read was of no use.
  'upstream-unavailable',
  'upstream-timed-out',
  'upstream-malformed',
  // A create left us, and what became of it is not known.
  'outcome-unknown',
  // Ours: a defect. The log has the rest, under the request id.
  'unexpected',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** A verb's failure, as a value. */
export type Failure = {
  code: FailureCode;
  /** Extra facts for the sentence: never secret, never a stack. */
  detail?: string;
  /** When trying again makes sense, in milliseconds from now. */
  retryAfterMs?: number;
  /** Field name → what is wrong with it, in words (only with `invalid-input`, `role-not-grantable` and `policy-denied`). */
  fields?: Record<string, string>;
  /** With `already-invited`, `upstream-conflict` and `not-open`: the invitation that it is about. */
  existing?: import('./invitation').InvitationView;
  /** With `already-known`: the user whose address it is. */
  person?: import('./invitation').PersonView;
  /** With `already-known`: whether this actor may send all the same. */
  overridable?: boolean;
  /** With `lookalike`: what the address could be taken for. */
  warnings?: readonly import('./lookalike-warning').LookalikeWarning[];
  /** With `file-refused`: why. */
  refusal?: import('./bulk/csv/refusal').FileRefusal;
  /** With `policy-denied`, `needs-approval` and `sending-paused`: why. */
  reasons?: readonly import('./rules/verdict').Reason[];
};

/** What every verb answers. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (code: FailureCode, more: Omit<Failure, 'code'> = {}): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { code, ...more },
});

/** What an error of the upstream is called as a verb's failure. */
export const FROM_DIRECTORY: Record<DirectoryErrorCode, FailureCode> = {
  invalid: 'upstream-invalid',
  unauthenticated: 'upstream-unauthenticated',
  forbidden: 'upstream-forbidden',
  'not-found': 'upstream-not-found',
  conflict: 'upstream-conflict',
  precondition: 'upstream-precondition',
  'rate-limited': 'upstream-rate-limited',
  unavailable: 'upstream-unavailable',
  'timed-out': 'upstream-timed-out',
  malformed: 'upstream-malformed',
  'outcome-unknown': 'outcome-unknown',
};

/** The failure a verb reports when a call to the upstream failed with `error`. */
export const failFromDirectory = (error: DirectoryError): { ok: false; failure: Failure } =>
  fail(FROM_DIRECTORY[error.code], {
    detail: error.message,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });
