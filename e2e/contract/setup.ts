import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type ConductorOneVars, conductorOneConfig } from '@/lib/conductorone/config';
import { createDirectory } from '@/lib/conductorone/directory';
import { memoryLog } from '@/lib/conductorone/test-support';
import type { Call, Clock, CreateInvitation, Directory, Log, UpstreamDirectory } from '@/lib/invitations/ports';
import { type Sandbox, startSandbox } from '@/sandbox/start';

/** What the contract tests share: a sandbox over real HTTP with its switches, and the product's own client. */

export const CALL: Call = { requestId: 'contract-1' };

type Counter = { requests: number; committed: number; byStatus: Record<string, number> };
type JournalEntry = {
  operation: string;
  status: number | null;
  requestId: string;
  body: Record<string, unknown> | null;
  committed: string | null;
};

export type Control = {
  url: string;
  env: Record<string, string>;
  post(path: string, body?: object): Promise<Record<string, unknown>>;
  settings(patch: object): Promise<unknown>;
  fault(fault: object): Promise<unknown>;
  /** The counter of an operation; all zero when it was never called. */
  count(operation: string): Promise<Counter>;
  journal(operation: string): Promise<JournalEntry[]>;
  overview(): Promise<{ settings: Record<string, unknown>; faultKinds: string[] }>;
  /** How many invitations for an address there truly are. */
  stored(email: string): Promise<number>;
};

/** A sandbox for the tests of one file, as new before each of them. */
export function sandboxControl(): Control {
  let sandbox: Sandbox;
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, people: 60, invitations: 130 });
  });
  beforeEach(() => ask('POST', '/reset', {}));
  afterAll(() => sandbox.close());
  return {
    get url() {
      return sandbox.url;
    },
    get env() {
      return sandbox.env;
    },
    post: (path, body = {}) => ask('POST', path, body),
    settings: (patch) => ask('PATCH', '/settings', patch),
    fault: (fault) => ask('POST', '/faults', fault),
    async count(operation) {
      const { byOperation } = await ask('GET', '/counters');
      const all = byOperation as Record<string, Counter>;
      return all[operation] ?? { requests: 0, committed: 0, byStatus: {} };
    },
    async journal(operation) {
      return (await ask('GET', `/journal?operation=${operation}`)).requests as JournalEntry[];
    },
    async overview() {
      return (await ask('GET', '/')) as Awaited<ReturnType<Control['overview']>>;
    },
    async stored(email) {
      return (await ask('GET', `/invitations?email=${encodeURIComponent(email)}`)).total as number;
    },
  };
}

export const realClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

/** The client as the product builds it, from the sandbox's environment and further variables. */
export function directoryFor(
  control: Control,
  vars: ConductorOneVars = {},
  deps: { clock?: Clock; log?: Log } = {},
): Directory {
  const result = conductorOneConfig({ ...control.env, ...vars });
  if (!result.ok) throw new Error(result.problems.map(({ variable, message }) => `${variable} ${message}`).join('\n'));
  // Without jitter, so that nothing takes longer than it must.
  return createDirectory(result.config, { clock: realClock, log: memoryLog(), random: () => 0, ...deps });
}

/** The value of a good answer; anything else fails the test with the answer's own words. */
export function valueIn<T>(answer: { ok: true; value: T } | { ok: false; error: object }): T {
  if (answer.ok) return answer.value;
  throw new Error(JSON.stringify(answer.error));
}

export const codeOf = (answer: { ok: true } | { ok: false; error: { code: string } }): string =>
  answer.ok ? 'ok' : answer.error.code;

/** A port of the loopback interface at which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The tenant's default directory. */
export async function partners(directory: Directory): Promise<UpstreamDirectory> {
  const found = valueIn(await directory.listDirectories(CALL)).find(({ isDefault }) => isDefault);
  if (found === undefined) throw new Error('no default directory');
  return found;
}

export const inviteTo = (directoryId: string, email: string): CreateInvitation => ({
  directoryId,
  email,
  displayName: 'Ada Example',
  roleIds: [],
  sponsorUserId: '',
  purpose: 'Contract test',
  jobId: '',
  onboardingFlowId: '',
});
