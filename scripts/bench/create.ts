import { systemClock } from '@/lib/clock';
import { conductorOneConfig } from '@/lib/conductorone/config';
import { createDirectory } from '@/lib/conductorone/directory';
import type { Log } from '@/lib/invitations/ports';
import { formOf, postAsForm, postAsScript } from '../lib/posted-form';
import { sandboxControl } from '../lib/sandbox-control';
import type { Stack } from '../lib/stack';
import { percentile, type Row, row } from './row';

/** The tenant's answer to anything takes this long, as over a network. */
const LATENCY_MS = 50;
const CREATES = 200;
const WARM_UP = 10;

const silent: Log = { info() {}, warn() {}, error() {} };

/**
 * What Usher adds to a create: the client alone, and the same through the server action over HTTP, in turns, so that
 * whatever else the machine does falls on both.
 */
export async function createRows(stack: Stack): Promise<Row[]> {
  await sandboxControl(stack.sandboxUrl, 'PATCH', '/settings', { latencyMs: LATENCY_MS });
  const form = await formOf(stack.appUrl, 'maya-chen');
  const direct = directCreate(stack, form.directoryId);
  const byScript = async () => accepted(await postAsScript(stack.appUrl, form, {}), '"status":"ok"');
  const byForm = async () => accepted(await postAsForm(stack.appUrl, form, {}), 'Pending');
  for (let i = 0; i < WARM_UP; i += 1) for (const way of [byScript, byForm]) await way();
  const tokensOfApp = await tokenRequests(stack);

  const times = { direct: [] as number[], byScript: [] as number[], byForm: [] as number[] };
  for (let i = 0; i < CREATES; i += 1) {
    times.direct.push(await timed(direct));
    times.byScript.push(await timed(byScript));
    times.byForm.push(await timed(byForm));
  }
  const tokensOfClient = (await tokenRequests(stack)) - tokensOfApp;
  form.session.close();

  const rows: Row[] = [];
  for (const share of [0.5, 0.95]) {
    const of = (values: number[]) => percentile(values, share);
    const reference = of(times.direct);
    const what = `p${share * 100}`;
    rows.push(row(`create, client alone, ${what}`, reference, 'ms'));
    rows.push(row(`create, server action, ${what}`, of(times.byScript), 'ms', { reference }));
    rows.push(row(`create, form without scripts, ${what}`, of(times.byForm), 'ms', { reference }));
  }
  rows.push(row(`token requests, client, ${CREATES} creates`, tokensOfClient, 'requests', { bar: 1 }));
  rows.push(row('token requests, app, from its start', tokensOfApp, 'requests', { bar: 1 }));
  return rows;
}

function directCreate(stack: Stack, directoryId: string): () => Promise<void> {
  const parsed = conductorOneConfig(stack.env);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ variable, message }) => `${variable} ${message}`).join('\n'));
  const directory = createDirectory(parsed.config, { clock: systemClock, log: silent });
  return async () => {
    const answer = await directory.createInvitation(
      {
        directoryId,
        email: `direct.${crypto.randomUUID()}@northwind.example`,
        displayName: 'By Hand',
        roleIds: [],
        sponsorUserId: '',
        purpose: 'Posted by hand',
        jobId: '',
        onboardingFlowId: '',
      },
      { requestId: crypto.randomUUID() },
    );
    if (!answer.ok) throw new Error(`A direct create failed: ${answer.error.message}`);
  };
}

function accepted(reply: { status: number; text: string }, mark: string): void {
  if (!reply.text.includes(mark)) throw new Error(`A create through the app failed (HTTP ${reply.status}).`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function tokenRequests(stack: Stack): Promise<number> {
  const { byOperation } = await sandboxControl<{ byOperation: Record<string, { requests: number } | undefined> }>(
    stack.sandboxUrl,
    'GET',
    '/counters',
  );
  return byOperation.token?.requests ?? 0;
}
