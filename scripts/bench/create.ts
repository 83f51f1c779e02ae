import type { Asked } from '@/components/invite/read-api';
import { formOf, type PostedForm, postAsForm, postAsScript } from '../lib/posted-form';
import { sandboxControl } from '../lib/sandbox-control';
import type { Stack } from '../lib/stack';
import { timed } from './measure';
import { percentile, type Row, row } from './row';
import { call, clientAlone, setLatency } from './upstream';

/** The tenant's answer to anything takes this long, as over a network. */
const LATENCY_MS = 50;
const CREATES = 200;
const WARM_UP = 10;

/** What the whole path may cost over the client alone, in the middle, where the address was checked while the form was filled. */
const MOST_MS = 15;

/**
 * What Usher adds to a create: the client alone, and the same through the server action over HTTP, in turns, so that
 * whatever else the machine does falls on both.
 */
export async function createRows(stack: Stack): Promise<Row[]> {
  await setLatency(stack, LATENCY_MS);
  const tokensBefore = await tokenRequests(stack);
  const form = await formOf(stack.appUrl, 'maya-chen');
  const direct = directCreate(stack, form.directoryId);
  const byScript = async (email: string) =>
    accepted(await postAsScript(stack.appUrl, form, { fields: { email } }), '"status":"ok"');
  const byForm = async () => accepted(await postAsForm(stack.appUrl, form, {}), 'Pending');
  const round = async () => {
    const email = `by.script.${crypto.randomUUID()}@northwind.example`;
    await checked(stack, form, email);
    return { direct: await timed(direct), byScript: await timed(() => byScript(email)), byForm: await timed(byForm) };
  };
  for (let i = 0; i < WARM_UP; i += 1) await round();

  const times = { direct: [] as number[], byScript: [] as number[], byForm: [] as number[] };
  for (let i = 0; i < CREATES; i += 1) {
    const took = await round();
    for (const way of ['direct', 'byScript', 'byForm'] as const) times[way].push(took[way]);
  }
  const tokens = (await tokenRequests(stack)) - tokensBefore;
  form.session.close();

  const over = percentile(times.byScript, 0.5) - percentile(times.direct, 0.5);
  const rows = [row('create, server action, over the client alone, p50', over, 'ms', { bar: MOST_MS })];
  for (const share of [0.5, 0.95]) {
    const of = (values: number[]) => percentile(values, share);
    const reference = of(times.direct);
    const what = `p${share * 100}`;
    rows.push(row(`create, client alone, ${what}`, reference, 'ms'));
    rows.push(row(`create, server action, ${what}`, of(times.byScript), 'ms', { reference }));
    rows.push(row(`create, form without scripts, ${what}`, of(times.byForm), 'ms', { reference }));
  }
  // One for the client alone; the app has one, which may have come to its end.
  rows.push(row(`token requests, app and client, ${3 * CREATES} creates`, tokens, 'requests', { bar: 2 }));
  return rows;
}

/** As the form does while it is filled: the answer counts for the post that follows. */
export async function checked(stack: Stack, form: PostedForm, email: string): Promise<void> {
  const asked: Asked = {
    email,
    displayName: 'By Hand',
    directoryId: form.directoryId,
    roleIds: [],
    sponsorUserId: '',
    purpose: 'Posted by hand',
    ticket: '',
  };
  const reply = await form.session.send(`${stack.appUrl}/api/outlook`, {
    method: 'POST',
    headers: { origin: stack.appUrl },
    body: JSON.stringify(asked),
  });
  if (!reply.text.includes('"new"')) throw new Error(`The check of an address failed (HTTP ${reply.status}).`);
}

export function directCreate(stack: Stack, directoryId: string): () => Promise<void> {
  const directory = clientAlone(stack);
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
      call(),
    );
    if (!answer.ok) throw new Error(`A direct create failed: ${answer.error.message}`);
  };
}

function accepted(reply: { status: number; text: string }, mark: string): void {
  if (!reply.text.includes(mark)) throw new Error(`A create through the app failed (HTTP ${reply.status}).`);
}

async function tokenRequests(stack: Stack): Promise<number> {
  const { byOperation } = await sandboxControl<{ byOperation: Record<string, { requests: number } | undefined> }>(
    stack.sandboxUrl,
    'GET',
    '/counters',
  );
  return byOperation.token?.requests ?? 0;
}
