import { sandboxControl } from '../../lib/sandbox-control';

/** Calls that the tenant takes in a second; one over it is told to slow down. */
const PER_SECOND = 50;

/** 5 % of all calls fail, and 5 % of the creates happen while their answer is lost. */
const FAULTS = [
  { kind: 'commit-then-drop', operations: ['create'], rate: 0.05 },
  { kind: 'status', rate: 0.05, status: 503, body: 'html' },
];

/** A second pending invitation for a person is let through, so that nothing but Usher prevents a double. */
export async function raiseBulkStorm(sandboxUrl: string, seed: number): Promise<void> {
  await sandboxControl(sandboxUrl, 'PATCH', '/settings', {
    latencyMs: { min: 50, max: 200 },
    rateLimit: { perSecond: PER_SECOND, burst: 10, retryAfter: 1 },
    duplicatePending: 'allow',
    randomSeed: seed,
  });
  for (const fault of FAULTS) await sandboxControl(sandboxUrl, 'POST', '/faults', fault);
}
