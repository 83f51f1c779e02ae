import 'server-only';
import { createCatalog } from './catalog';
import { systemClock } from './clock';
import { createDirectory } from './conductorone/directory';
import { createAccounts } from './db/accounts';
import { createAuditBook } from './db/audit-book';
import { createMending } from './db/batch-mending';
import { createPlans } from './db/batch-plans';
import { createRuns } from './db/batch-runs';
import { createBatches } from './db/batches';
import { type Database, openDatabase } from './db/connection';
import { createDeliveries } from './db/deliveries';
import { createFamiliar } from './db/familiar';
import { createLedger } from './db/ledger';
import { createMailBook } from './db/mail-book';
import { createPolicyBook } from './db/policy-book';
import { createReading } from './db/reading';
import { createRequests } from './db/requests';
import { createWebhooks } from './db/webhooks';
import { appConfig } from './env';
import type { AuditBook } from './invitations/audit-book';
import type { Context, SystemContext, WebhookDesk } from './invitations/context';
import type { Actor } from './invitations/policy';
import type { Log } from './invitations/ports';
import type { Accounts } from './invitations/rules/accounts';
import type { MailContext, MailDesk } from './invitations/telling/letters';
import { mailReader } from './invitations/telling/mail-reader';
import type { TellContext } from './invitations/telling/tell';
import { webhookReader } from './invitations/telling/webhook-reader';
import { createLog, withFacts } from './log';
import { mailCourier } from './mail/courier';
import { renderer } from './mail/letters';
import { createMailer } from './mail/mailer';
import { createRateLimit } from './rate-limit';
import { webhookCourier } from './webhooks/courier';
import { newSecret, secretBox } from './webhooks/secrets';
import { problemWith } from './webhooks/target';

/** What lives as long as the process. */
type Shared = Pick<
  Context,
  | 'batches'
  | 'mending'
  | 'runs'
  | 'plans'
  | 'directory'
  | 'catalog'
  | 'ledger'
  | 'reading'
  | 'audit'
  | 'rateLimit'
  | 'policy'
  | 'accounts'
  | 'familiar'
  | 'requests'
> & {
  database: Database;
  webhooks: WebhookDesk;
  telling: Omit<TellContext, 'log'>;
  mail: MailDesk | null;
  log: Log;
};

/**
 * Next may load this module more than once in one process (pages, actions and route handlers are bundled apart), and two
 * memories of what was sent would be none: the one instance hangs on the global object.
 */
const home = globalThis as typeof globalThis & { [key: symbol]: Shared | undefined };
const KEY = Symbol.for('usher.shared');

function shared(): Shared {
  const known = home[KEY];
  if (known !== undefined) return known;
  const config = appConfig();
  const log = createLog({ level: config.logLevel, pretty: config.logFormat === 'pretty' });
  const directory = createDirectory(config.conductorOne, { clock: systemClock, log });
  const database = openDatabase(config.databaseUrl, {
    onError: (error) => log.warn('database.connection-lost', { error }),
  });
  const deliveries = createDeliveries(database);
  const store = createWebhooks(database, secretBox(config.sessionSecret));
  const allowed = config.webhookTargets;
  const made: Shared = {
    log,
    database,
    directory,
    catalog: createCatalog(directory, systemClock),
    ledger: createLedger(database),
    reading: createReading(database),
    policy: createPolicyBook(database, systemClock.monotonicMs),
    accounts: createAccounts(database),
    requests: createRequests(database),
    batches: createBatches(database),
    mending: createMending(database),
    runs: createRuns(database),
    plans: createPlans(database),
    familiar: createFamiliar(database, systemClock.monotonicMs),
    webhooks: { store, deliveries, newSecret, problemWith: (url) => problemWith(url, allowed) },
    telling: {
      clock: systemClock,
      deliveries,
      readers: [webhookReader(store), mailReader(() => mailContext(`mail-${crypto.randomUUID()}`))],
      couriers: {
        webhook: webhookCourier({ store, allowed, clock: systemClock }),
        // While mail is off, what was put in before waits for it to be on again.
        ...(config.mail === null ? {} : { mail: mailCourier(createMailer(config.mail, { clock: systemClock, log })) }),
      },
      random: Math.random,
    },
    mail: config.mail === null ? null : { book: createMailBook(database), deliveries, render: renderer(config) },
    audit: createAuditBook(database),
    rateLimit: createRateLimit({ send: config.invitesPerMinute, check: 20, read: 300 }, database.pool),
  };
  home[KEY] = made;
  return made;
}

/** The process's log, for what happens outside a verb. */
export const log = (): Log => shared().log;

/** An event that changes nothing but belongs into the audit: a sign-in, a refusal, an export. */
export const recordEvent: AuditBook['note'] = (event) => shared().audit.note(event);

/** Those who have signed in, for the sign-in itself. */
export const accounts = (): Accounts => shared().accounts;

/** The process's database, for migrations and health. */
export const database = (): Database => shared().database;

/** What work without a person behind it may use. */
export function systemContext(requestId: string): SystemContext {
  const {
    log: base,
    directory,
    catalog,
    ledger,
    reading,
    policy,
    accounts,
    familiar,
    requests,
    batches,
    mending,
    runs,
    plans,
  } = shared();
  const { leaseMs, settleMs, grants, purposeReference } = appConfig();
  return {
    requestId,
    clock: systemClock,
    directory,
    catalog,
    ledger,
    reading,
    policy,
    accounts,
    familiar,
    grants,
    requests,
    batches,
    mending,
    runs,
    plans,
    leaseMs,
    settleMs,
    purposeReference,
    log: withFacts(base, { requestId }),
  };
}

/** What telling people and systems works with. */
export function tellContext(requestId: string): TellContext {
  const { log: base, telling } = shared();
  return { ...telling, log: withFacts(base, { requestId }) };
}

const pinnedFile = (): string => {
  const { file, mode } = appConfig().policy;
  return mode === 'pin' ? file : '';
};

/** What telling people by mail works with. */
export const mailContext = (requestId: string): MailContext => ({ ...systemContext(requestId), mail: shared().mail });

/** Everything a verb may use, for one request of `actor`: the only place that names real adapters. */
export function createContext(actor: Actor, requestId: string): Context {
  const { log: base, rateLimit, audit, webhooks } = shared();
  const log = withFacts(base, { requestId, actor: actor.subject });
  return {
    ...systemContext(requestId),
    actor,
    rateLimit,
    audit,
    webhooks,
    policyFile: pinnedFile(),
    mailIsOn: appConfig().mail !== null,
    log,
  };
}
