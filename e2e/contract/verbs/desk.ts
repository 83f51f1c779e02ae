import { sql } from 'drizzle-orm';
import { createCatalog } from '@/lib/catalog';
import { systemClock } from '@/lib/clock';
import { conductorOneConfig } from '@/lib/conductorone/config';
import { createDirectory } from '@/lib/conductorone/directory';
import { createAccounts } from '@/lib/db/accounts';
import { createAuditBook } from '@/lib/db/audit-book';
import { createMending } from '@/lib/db/batch-mending';
import { createPlans } from '@/lib/db/batch-plans';
import { createRuns } from '@/lib/db/batch-runs';
import { createBatches } from '@/lib/db/batches';
import { clockOf, databaseNow, openDatabase } from '@/lib/db/connection';
import { createDeliveries } from '@/lib/db/deliveries';
import { createFamiliar } from '@/lib/db/familiar';
import { createLedger } from '@/lib/db/ledger';
import { createMailBook } from '@/lib/db/mail-book';
import { createPolicyBook } from '@/lib/db/policy-book';
import { createReading } from '@/lib/db/reading';
import { createRequests } from '@/lib/db/requests';
import { createWebhooks } from '@/lib/db/webhooks';
import type { Context, SystemContext } from '@/lib/invitations/context';
import type { InviteInput } from '@/lib/invitations/fields';
import type { Actor, Grants } from '@/lib/invitations/policy';
import type { Clock, Log } from '@/lib/invitations/ports';
import { FIRST_POLICY, type Policy } from '@/lib/invitations/rules/document';
import { createRateLimit } from '@/lib/rate-limit';
import { newSecret, secretBox } from '@/lib/webhooks/secrets';
import { problemWith, readAllowed } from '@/lib/webhooks/target';
import { startSandbox } from '@/sandbox/start';
import { createTestDatabase } from '../db/support';

const LEASE_MS = 3_000;

export const maya: Actor = {
  subject: 'maya',
  name: 'Maya Chen',
  email: 'maya.chen@acme.example',
  emailVerified: true,
  roles: ['helpdesk'],
  address: '192.0.2.7',
};

/** The verbs' desk: real adapters against a sandbox and a database of its own, with a clock that a test can move. */
export async function openDesk(
  options: { sendsPerMinute?: number; settleMs?: number; purposeReference?: boolean } = {},
) {
  const [sandbox, made] = await Promise.all([startSandbox({ port: 0 }), createTestDatabase()]);
  const database = openDatabase(made.url);
  const config = conductorOneConfig({ ...sandbox.env, USHER_UPSTREAM_DEADLINE_MS: '1500' });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));

  let aheadMs = 0;
  const clock: Clock = {
    now: () => new Date(systemClock.now().getTime() + aheadMs),
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
  };
  const silent: Log = { info() {}, warn() {}, error() {} };
  const directory = createDirectory(config.config, { clock: systemClock, log: silent });
  // The clock that replicas share moves with ours.
  const sharedClock = clockOf(() => sql`${databaseNow.expression()} + ${aheadMs}::float8 * interval '1 millisecond'`);
  const allowances = { send: options.sendsPerMinute ?? 1000, check: 1000, read: 1000 };
  const shared = {
    clock,
    directory,
    catalog: createCatalog(directory, clock),
    ledger: createLedger(database, sharedClock),
    requests: createRequests(database, sharedClock),
    batches: createBatches(database, sharedClock),
    mending: createMending(database, sharedClock),
    runs: createRuns(database, sharedClock),
    plans: createPlans(database, sharedClock),
    reading: createReading(database),
    policy: createPolicyBook(database, clock.monotonicMs),
    accounts: createAccounts(database),
    familiar: createFamiliar(database, clock.monotonicMs),
    policyFile: '',
    webhooks: {
      store: createWebhooks(database, secretBox('of-a-test')),
      deliveries: createDeliveries(database, sharedClock),
      newSecret,
      problemWith: (url: string) => problemWith(url, readAllowed([])),
    },
    mailIsOn: true,
    audit: createAuditBook(database),
    rateLimit: createRateLimit(allowances, database.pool),
    log: silent,
    grants: { helpdesk: ['Basic User'], admin: ['*'] } as Grants,
    leaseMs: LEASE_MS,
    settleMs: options.settleMs ?? 120_000,
    purposeReference: options.purposeReference ?? false,
  };

  const control = async <T = unknown>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };

  /** Moves our clock, the database's and the upstream's together. */
  const advance = async (ms: number) => {
    aheadMs += ms;
    await control('POST', '/clock', { advanceSeconds: ms / 1000 });
  };

  return {
    async close() {
      await Promise.all([sandbox.close(), database.close()]);
      await made.drop();
    },
    db: database.db,
    /** The limits as another replica counts them. */
    otherReplicasLimit: () => createRateLimit(allowances, database.pool),
    ledger: shared.ledger,
    /** Puts a policy in force: the first one, changed by this. */
    async policy(change: Partial<Policy> = {}): Promise<void> {
      const { number } = await shared.policy.fresh();
      const saved = await shared.policy.save({
        policy: { ...FIRST_POLICY, ...change },
        basedOn: number,
        origin: 'editor',
        note: '',
        author: null,
        requestId: 'test',
      });
      if (saved === null) throw new Error('somebody else changed the policy');
    },
    accounts: shared.accounts,
    deliveries: shared.webhooks.deliveries,
    mailBook: createMailBook(database),
    clock,
    /** What the product needs in its environment to talk to this sandbox. */
    env: sandbox.env,
    /** What the scheduler works with. */
    system: (): SystemContext => ({ ...shared, requestId: 'test' }),
    control,
    context: (change: { actor?: Actor; grants?: Grants } = {}): Context => ({
      ...shared,
      actor: change.actor ?? maya,
      grants: change.grants ?? shared.grants,
      requestId: crypto.randomUUID(),
    }),
    /**
     * Back to the seed, clocks included, and nothing remembered. Tokens die with it, so one read renews ours: a test may
     * then count creates and nothing else.
     */
    async reset() {
      aheadMs = 0;
      shared.catalog = createCatalog(directory, clock);
      shared.familiar = createFamiliar(database, clock.monotonicMs);
      await control('POST', '/reset', {});
      await directory.introspect({ requestId: 'test' });
    },
    /** The upstream's id of one of the identity provider's people. */
    async userId(email: string): Promise<string> {
      const found = await directory.searchUsers({ email }, { requestId: 'test' });
      const user = found.ok ? found.value.items[0] : undefined;
      if (user === undefined) throw new Error(`The sandbox has nobody with ${email}.`);
      return user.id;
    },
    /** Long enough that whoever was sending has stopped. */
    leaseEnds: () => advance(LEASE_MS + 1),
    /** Long enough after a read that a second one proves that nothing arrived. */
    settleTimePasses: () => advance(shared.settleMs + 1),
    advance,
    /** How many creates reached the upstream, and how many took effect there. */
    async creates(): Promise<{ requests: number; committed: number }> {
      const { byOperation } = await control<{ byOperation: Record<string, { requests: number; committed: number }> }>(
        'GET',
        '/counters',
      );
      const { requests = 0, committed = 0 } = byOperation.create ?? {};
      return { requests, committed };
    },
    /** A form's content that is well, with its own key and address. */
    async filled(change: Partial<InviteInput> = {}): Promise<InviteInput> {
      const directories = await shared.catalog.directories({ requestId: 'test' });
      if (!directories.ok) throw new Error(directories.error.message);
      const usual = directories.value.find((each) => each.isDefault);
      return {
        submissionKey: crypto.randomUUID(),
        email: `ada.${crypto.randomUUID()}@guests.example`,
        displayName: 'Ada Lovelace',
        directoryId: usual?.id ?? '',
        roleIds: [],
        sponsorUserId: '',
        purpose: 'Audit of the engine',
        ticket: '',
        jobId: '',
        onboardingFlowId: '',
        acknowledged: '',
        override: false,
        ...change,
      };
    },
    async roleId(name: string): Promise<string> {
      const roles = await shared.catalog.roles({ requestId: 'test' });
      const role = roles.ok ? roles.value.find((each) => each.displayName === name) : undefined;
      if (role === undefined) throw new Error(`The sandbox has no role ${name}.`);
      return role.id;
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
