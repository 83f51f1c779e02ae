import type { Words } from './action-state';
import { wordsOf } from './failure-words';
import {
  DIRECTORY_ERROR_CODES,
  type DirectoryErrorCode,
  FAILURE_CODES,
  type FailureCode,
  FROM_DIRECTORY,
} from './invitations/errors';

/**
 * What became of a row of many, in words. `code` is one of a verb's, or one of the upstream's errors as the ledger keeps them;
 * `detail` is what the policy or the upstream said.
 */
export function rowFailureWords(code: string, detail: string): Words {
  const known = failureCodeOf(code);
  const { what, why, next } = wordsOf(known);
  return {
    what,
    why: detail !== '' && SAYS_MORE.has(known) ? `${why} In its words: “${detail}”` : why,
    next: NEXT[known] ?? next,
  };
}

function failureCodeOf(code: string): FailureCode {
  const ours = FAILURE_CODES.find((each) => each === code);
  if (ours !== undefined) return ours;
  const theirs = DIRECTORY_ERROR_CODES.find((each): each is DirectoryErrorCode => each === code);
  return theirs === undefined ? 'unexpected' : FROM_DIRECTORY[theirs];
}

/** Where a row has more to say than its code. */
const SAYS_MORE: ReadonlySet<FailureCode> = new Set([
  'upstream-invalid',
  'upstream-precondition',
  'policy-denied',
  'needs-approval',
  'role-not-grantable',
]);

/** Where a row of many goes on otherwise than a form does. */
const NEXT: Partial<Record<FailureCode, string>> = {
  'policy-denied': 'Change what it names and upload these rows again, or ask an administrator about the rule.',
  'role-not-grantable': 'Leave the role out and upload these rows again, or ask an administrator to import them.',
  'upstream-invalid': 'Correct these rows in the file of failed ones, and upload that.',
  'upstream-conflict': 'Leave them out: they have an invitation already.',
  'already-invited': 'Leave them out: they have an invitation already.',
  'upstream-rate-limited': 'Try these again.',
  'upstream-unavailable': 'Try these again in a minute. If it lasts, tell an administrator.',
  'upstream-timed-out': 'Try these again in a minute. If it lasts, tell an administrator.',
  unexpected: 'Try these again. If it happens again, tell an administrator: the log has the rest.',
};
