import 'server-only';
import { createCatalog } from './catalog';
import { systemClock } from './clock';
import { createDirectory } from './conductorone/directory';
import { appConfig } from './env';
import type { Context } from './invitations/context';
import type { Actor } from './invitations/policy';
import type { Log } from './invitations/ports';
import { createLog, withFacts } from './log';
import { createRateLimit } from './rate-limit';
import { createSubmissions } from './submissions';

/** What lives as long as the process. */
type Shared = Pick<Context, 'directory' | 'catalog' | 'submissions' | 'rateLimit'> & { log: Log };

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
  const made: Shared = {
    log,
    directory,
    catalog: createCatalog(directory, systemClock),
    submissions: createSubmissions(),
    rateLimit: createRateLimit({ send: config.invitesPerMinute, check: 20, read: 300 }),
  };
  home[KEY] = made;
  return made;
}

/** The process's log, for what happens outside a verb. */
export const log = (): Log => shared().log;

/** Everything a verb may use, for one request of `actor`: the only place that names real adapters. */
export function createContext(actor: Actor, requestId: string): Context {
  const { log: base, ...rest } = shared();
  const { grants, settleMs } = appConfig();
  const always = { requestId, actor: actor.subject };
  return { ...rest, actor, requestId, clock: systemClock, grants, settleMs, log: withFacts(base, always) };
}
