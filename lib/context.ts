import 'server-only';
import { createCatalog } from './catalog';
import { systemClock } from './clock';
import { createDirectory } from './conductorone/directory';
import { createAuditBook } from './db/audit-book';
import { type Database, openDatabase } from './db/connection';
import { createLedger } from './db/ledger';
import { createReading } from './db/reading';
import { appConfig } from './env';
import type { AuditBook } from './invitations/audit-book';
import type { Context, SystemContext } from './invitations/context';
import type { Actor } from './invitations/policy';
import type { Log } from './invitations/ports';
import { createLog, withFacts } from './log';
import { createRateLimit } from './rate-limit';

/** What lives as long as the process. */
type Shared = Pick<Context, 'directory' | 'catalog' | 'ledger' | 'reading' | 'audit' | 'rateLimit'> & {
  database: Database;
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
  const made: Shared = {
    log,
    database,
    directory,
    catalog: createCatalog(directory, systemClock),
    ledger: createLedger(database),
    reading: createReading(database),
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

/** The process's database, for migrations and health. */
export const database = (): Database => shared().database;

/** What work without a person behind it may use. */
export function systemContext(requestId: string): SystemContext {
  const { log: base, directory, catalog, ledger, reading } = shared();
  const { leaseMs, settleMs, purposeReference } = appConfig();
  return {
    requestId,
    clock: systemClock,
    directory,
    catalog,
    ledger,
    reading,
    leaseMs,
    settleMs,
    purposeReference,
    log: withFacts(base, { requestId }),
  };
}

/** Everything a verb may use, for one request of `actor`: the only place that names real adapters. */
export function createContext(actor: Actor, requestId: string): Context {
  const { log: base, rateLimit, audit } = shared();
  const log = withFacts(base, { requestId, actor: actor.subject });
  return { ...systemContext(requestId), actor, rateLimit, audit, grants: appConfig().grants, log };
}
