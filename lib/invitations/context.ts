import type { AuditBook } from './audit-book';
import type { Batches } from './bulk/batches';
import type { Mending } from './bulk/mending';
import type { Plans } from './bulk/plans';
import type { Runs } from './bulk/runs';
import type { Familiar } from './familiar';
import type { DirectoryView, PersonView } from './invitation';
import type { Ledger } from './ledger';
import type { Actor, Grants } from './policy';
import type { Answer, Call, Clock, Directory, Log, UpstreamRole, UpstreamUser } from './ports';
import type { Reading } from './reading';
import type { Requests } from './requests/requests';
import type { Accounts } from './rules/accounts';
import type { PolicyBook } from './rules/policy-book';
import type { Deliveries } from './telling/deliveries';
import type { Webhooks } from './telling/webhooks';

/** Upstream facts that change rarely, remembered for a minute so that a form or a receipt costs no extra round trip. */
export type Catalog = {
  directories(call: Call): Promise<Answer<DirectoryView[]>>;
  /** Domains that the directories name as theirs; the same list for as long as it is remembered. */
  directoryDomains(call: Call): Promise<Answer<string[]>>;
  roles(call: Call): Promise<Answer<UpstreamRole[]>>;
  /** One person by id; null when the upstream has nobody of that id. */
  person(id: string, call: Call): Promise<Answer<UpstreamUser | null>>;
  /** The one whose address this is, by `emailKey`; null when nobody's. */
  personByEmail(key: string, call: Call): Promise<Answer<UpstreamUser | null>>;
  /**
   * What the upstream's clock shows now: its last `Date` carried on by our monotonic clock, so that a step of either wall
   * clock does not matter. Our own time until it has said one.
   */
  upstreamNow(): Date;
};

/** What is counted apart: sending, looking for a lost invitation (many upstream calls each), and plain reads. */
export type Metered = 'send' | 'check' | 'read';

/** Limits how often one person may do a thing. */
export type RateLimit = {
  /**
   * Takes one from `actor`'s allowance; answers how long to wait, in milliseconds, when it is used up. Those that come with
   * the same `once` while one of them is under way take one together; each says at its end whether it was used, and what
   * none of them used is given back.
   */
  take(what: Metered, actor: string, once?: string): Promise<Taken>;
};
export type Taken = { ok: true; end(how: { used: boolean }): Promise<void> } | { ok: false; retryAfterMs: number };

/** What work without a person behind it may use: reconciling, syncing. Everything in it is a port or plain data. */
export type SystemContext = {
  requestId: string;
  clock: Clock;
  directory: Directory;
  catalog: Catalog;
  ledger: Ledger;
  reading: Reading;
  policy: PolicyBook;
  accounts: Accounts;
  familiar: Familiar;
  /** Which upstream roles may be handed out, by configuration; the policy may say otherwise: `effectiveGrants`. */
  grants: Grants;
  requests: Requests;
  batches: Batches;
  mending: Mending;
  runs: Runs;
  plans: Plans;
  log: Log;
  /** How long a sender may take, in milliseconds; longer than the deadline of a call. */
  leaseMs: number;
  /** How long after its lease a create of unknown outcome may still commit, in milliseconds. */
  settleMs: number;
  /** Whether what is sent carries a short reference at the end of its purpose, by which it is known again. */
  purposeReference: boolean;
};

/** What managing webhooks works with. */
export type WebhookDesk = {
  store: Webhooks;
  deliveries: Deliveries;
  newSecret(): string;
  /** What is wrong with an address as it is written, in words; null when nothing is. */
  problemWith(url: string): string | null;
};

/** What a verb may use. Built for each request. */
export type Context = SystemContext & {
  actor: Actor;
  rateLimit: RateLimit;
  audit: AuditBook;
  webhooks: WebhookDesk;
  /** The file that pins the policy; "" where it is edited in Usher. */
  policyFile: string;
  /** Whether Usher has a mail server to send by. */
  mailIsOn: boolean;
};

/** What the desk's lists read from. */
export type ListContext = Pick<Context, 'actor' | 'requestId' | 'catalog' | 'ledger' | 'reading'>;

export const callOf = (ctx: Pick<SystemContext, 'requestId'>): Call => ({ requestId: ctx.requestId });

/** A person as pages show them. */
export const personView = (user: UpstreamUser): PersonView => ({
  id: user.id,
  name: user.displayName || user.email,
  email: user.email,
  title: [user.jobTitle, user.department].filter((part) => part !== '').join(' · '),
});

/** Whether somebody can stand as a sponsor: a human whose account is in use. */
export const canSponsor = (user: UpstreamUser): boolean => user.status === 'enabled' && user.type === 'human';
