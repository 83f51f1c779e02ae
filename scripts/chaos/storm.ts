import { sandboxControl } from '../lib/sandbox-control';

/** Of the app, for a run that takes minutes: how long a call may take, and how long a lost create may still arrive. */
export const DEADLINE_MS = 1_500;
export const SETTLE_SECONDS = 4;

const create = { operations: ['create'] };
const READS = ['get', 'search-invitations', 'list-directories', 'list-roles', 'search-users', 'get-user'];

/**
 * What the upstream does to calls, the first rule that wins its draw. A late commit stays below the settle time, as the
 * settle time promises; everything else may happen to any create.
 */
const FAULTS = [
  { kind: 'commit-then-drop', ...create, rate: 0.09 },
  { kind: 'commit-late', ...create, rate: 0.03, afterMs: 3_000, connection: 'drop' },
  { kind: 'commit-late', ...create, rate: 0.03, afterMs: 2_000, connection: 'hang' },
  { kind: 'commit-then-status', ...create, rate: 0.06, status: 500, body: 'html' },
  { kind: 'status', ...create, rate: 0.06, status: 503, body: 'html' },
  { kind: 'status', ...create, rate: 0.06, status: 429, body: 'grpc', retryAfter: 1 },
  { kind: 'hang', ...create, rate: 0.03 },
  { kind: 'drop', ...create, rate: 0.03 },
  { kind: 'malformed', ...create, rate: 0.03 },
  { kind: 'empty', ...create, rate: 0.02 },
  { kind: 'status', operations: READS, rate: 0.03, status: 503, body: 'empty' },
  { kind: 'status', operations: READS, rate: 0.02, status: 429, body: 'grpc', retryAfter: 0 },
];

/** Sets all faults; a second pending invitation for a person is let through, so that nothing but Usher prevents a double. */
export async function raiseStorm(sandboxUrl: string, seed: number): Promise<void> {
  const settings = { latencyMs: { min: 0, max: 80 }, duplicatePending: 'allow', randomSeed: seed };
  await sandboxControl(sandboxUrl, 'PATCH', '/settings', settings);
  for (const fault of FAULTS) await sandboxControl(sandboxUrl, 'POST', '/faults', fault);
}

/** How often each fault struck, for the report. Faults are gone afterwards. */
export async function calmStorm(sandboxUrl: string): Promise<string> {
  type Rule = { kind: string; fired: number; status?: number };
  const rules = await sandboxControl<{ faults: Rule[] }>(sandboxUrl, 'GET', '/faults');
  await sandboxControl(sandboxUrl, 'DELETE', '/faults');
  await sandboxControl(sandboxUrl, 'PATCH', '/settings', { latencyMs: 0, rateLimit: null });
  return rules.faults
    .map(({ kind, status, fired }) => `${fired} × ${kind}${status === undefined ? '' : ` ${status}`}`)
    .join(', ');
}
