import { PageTokens } from './api/page-token';
import { AccessTokens } from './auth/access-tokens';
import { ReplayCache } from './auth/assertion';
import type { Credentials } from './auth/credential';
import { Clock } from './base/clock';
import { Rng } from './base/rng';
import { Faults } from './control/faults';
import { Journal } from './control/journal';
import { RateLimiter } from './control/rate-limit';
import { defaultSettings, type Settings } from './control/settings';
import { makePeople, type Person } from './idp/people';
import { MailFaults } from './mail/faults';
import { Mailbox } from './mail/mailbox';
import { makeTenant, type SeedOptions, type Tenant } from './tenant/tenant';

/** The whole state of one sandbox, apart from the identity provider's own sessions. */
export class World {
  /** The invitations' clock: dates, expiry and the `Date` header. */
  readonly clock = new Clock();
  /** The token endpoint's clock: assertions and the life of access tokens. */
  readonly tokenClock = new Clock();
  readonly tokens = new AccessTokens(this.tokenClock);
  readonly replays = new ReplayCache(this.tokenClock);
  readonly pageTokens = new PageTokens();
  readonly faults = new Faults();
  readonly journal = new Journal();
  readonly rateLimiter = new RateLimiter();
  /** What arrived by SMTP, and what goes wrong there. */
  readonly mailbox = new Mailbox();
  readonly mailFaults = new MailFaults();
  /** Ids of new things. Goes on through resets, so that an id never comes twice. */
  readonly ids: Rng;
  settings: Settings = defaultSettings();
  tenant: Tenant;
  people: Person[] = makePeople();
  /** Draws for fault rates, latency and unstable order. */
  chaos: Rng;
  /** The last write that searches may show while `stalePages` is true. */
  frozenAtWrite = 0;
  private readonly late = new Set<NodeJS.Timeout>();

  constructor(
    readonly credentials: Credentials,
    private seedOptions: SeedOptions,
    private readonly initialSeed: SeedOptions = seedOptions,
  ) {
    this.ids = new Rng(seedOptions.seed ^ 0x5eed);
    this.chaos = new Rng(this.settings.randomSeed);
    this.tenant = this.plant();
  }

  /** Back to the state after the start, settings and clocks included. */
  reset(): void {
    this.seedOptions = this.initialSeed;
    this.settings = defaultSettings();
    this.chaos = new Rng(this.settings.randomSeed);
    this.clock.reset();
    this.tokenClock.reset();
    this.tokens.revokeAll();
    this.replays.clear();
    this.faults.clear();
    this.journal.clear();
    this.mailbox.clear();
    this.mailFaults.clear();
    this.people = makePeople();
    this.cancelLate();
    this.tenant = this.plant();
  }

  /** A new tenant of another size or from other random numbers; settings, clocks and journal stay. */
  seed(options: Partial<SeedOptions>): SeedOptions {
    this.seedOptions = { ...this.seedOptions, ...options };
    this.cancelLate();
    this.tenant = this.plant();
    return this.seedOptions;
  }

  change(patch: Partial<Settings>): void {
    if (patch.stalePages === true && this.settings.stalePages !== true) {
      this.frozenAtWrite = this.tenant.invitations.lastWrite;
    }
    if (patch.randomSeed !== undefined) this.chaos = new Rng(patch.randomSeed);
    this.settings = { ...this.settings, ...patch };
  }

  /** Runs something later, unless the sandbox is reset, seeded or closed before. */
  later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.late.delete(timer);
      work();
    }, ms);
    this.late.add(timer);
  }

  cancelLate(): void {
    for (const timer of this.late) clearTimeout(timer);
    this.late.clear();
  }

  private plant(): Tenant {
    return makeTenant(this.seedOptions, this.clock, () => this.settings.expiryLagSeconds * 1000);
  }
}
