import type { FailureCode } from './invitations/errors';
import type { InviteValues } from './invitations/fields';
import type { InvitationView, PersonView } from './invitations/invitation';
import type { LookalikeWarning } from './invitations/lookalike-warning';
import type { RequestValues } from './invitations/requests/fields';
import type { RequestView } from './invitations/requests/view';

/** A failure as a person reads it: what is, why, and what to do next, in that order. */
export type Words = { what: string; why: string; next: string };

/** A failure on its way to a page. */
export type ShownFailure = {
  code: FailureCode;
  words: Words;
  /** Also in the log: the thread from a screenshot to the record. */
  requestId: string;
  /** ISO 8601; when trying again makes sense. */
  retryAt?: string;
  /** The invitation that is in the way, when there is one. */
  existing?: InvitationView;
  /** The user whose address it is, when it belongs to one. */
  person?: PersonView;
  /** What the address could be taken for. */
  warnings?: readonly LookalikeWarning[];
  /** Whether this person may send all the same. */
  overridable?: boolean;
};

/** What the receipt shows. `invitedBy` is the human; the upstream knows only the service principal. */
export type InviteReceipt = {
  invitation: InvitationView;
  invitedBy: { name: string; email: string };
  /** True when this key had been answered before: nothing new was sent. */
  replayed: boolean;
};

export type InviteState =
  | { status: 'idle' }
  | { status: 'ok'; value: InviteReceipt; requestId: string }
  | { status: 'invalid'; fields: Record<string, string>; values: InviteValues; requestId: string }
  | { status: 'failed'; failure: ShownFailure; values: InviteValues }
  /** Nothing was sent: whoever has to approve is asked. `id` is the request's. */
  | { status: 'asked'; id: string; requestId: string };

/** How many people at once became an import: by its id. */
export type PeopleState =
  | { status: 'ok'; id: string }
  | { status: 'invalid'; fields: Record<string, string> }
  | { status: 'failed'; failure: ShownFailure };

/** How asking for an invitation ended, or changing what was asked for. */
export type AskState =
  | { status: 'idle' }
  | { status: 'ok'; request: RequestView }
  | { status: 'invalid'; fields: Record<string, string>; values: RequestValues }
  | { status: 'failed'; failure: ShownFailure; values: RequestValues };

/** What "Check now" found out about a submission whose outcome was unknown. */
export type CheckOutcome =
  | { kind: 'found'; receipt: InviteReceipt }
  /** Not there yet; it may still arrive until `settledAt` (ISO 8601). */
  | { kind: 'not-yet'; checkedAt: string; settledAt: string }
  /** ConductorOne refused it, in its own words: nothing went out, and a new one may be sent. */
  | { kind: 'refused'; why: string }
  /** More than one invitation could be ours: a person has to look. */
  | { kind: 'unclear'; candidates: InvitationView[] };

export type CheckState =
  | { status: 'idle' }
  | { status: 'ok'; value: CheckOutcome; requestId: string }
  | { status: 'failed'; failure: ShownFailure };

/** How an act on an invitation ended; the page itself shows how it stands now. */
export type ActState =
  | { status: 'idle' }
  | { status: 'ok'; message: string }
  | { status: 'failed'; failure: ShownFailure };

/** How an undo ended, and of which invitation: the page may have gone on to another. */
export type UndoState =
  | { status: 'idle' }
  | { status: 'ok'; id: string; message: string }
  | { status: 'failed'; id: string; failure: ShownFailure };

/** What verifying the audit found. */
export type VerifyState =
  | { status: 'idle' }
  | {
      status: 'ok';
      value: {
        ok: boolean;
        entries: number;
        erased: number;
        problems: { sequence: number | null; message: string }[];
      };
    }
  | { status: 'failed'; failure: ShownFailure };

/** How something ended that made a secret: it is shown this once. */
export type SecretState =
  | { status: 'idle' }
  | { status: 'ok'; secret: string; id: string }
  | { status: 'failed'; failure: ShownFailure; fields: Record<string, string>; values: Record<string, string> };

/** How saving a policy ended. What was typed stays in the editor. */
export type PolicyState =
  | { status: 'idle' }
  | { status: 'ok'; message: string; number: number }
  | { status: 'failed'; failure: ShownFailure; problems: string[] };

/** What a policy would say to an invitation. */
export type PreviewState =
  | { status: 'idle' }
  | { status: 'ok'; answer: 'allow' | 'needs-approval' | 'deny'; sentences: string[] }
  | { status: 'failed'; failure: ShownFailure; problems: string[] };
