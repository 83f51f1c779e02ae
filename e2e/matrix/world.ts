import type { Caller } from './callers';
import type { CallerName, Fields, Guest, Hook, World } from './entry';
import type { BuiltAction } from './manifests';
import { actionOutcome } from './outcome';
import { asScript, filledForm } from './post';
import type { Traces } from './traces';

type Sender = { appUrl: string; invite: BuiltAction; traces: Traces };

/** Two worlds over the same guests: for what is refused, and for what is let in. */
export async function makeWorlds(about: Sender, callers: readonly Caller[]): Promise<{ refused: World; letIn: World }> {
  const [first] = callers;
  if (first === undefined) throw new Error('Somebody has to send.');
  const page = (await first.send(`${about.appUrl}/invite`)).text;
  const directoryId = /<option value="([^"]+)" selected=""/.exec(page)?.[1];
  if (directoryId === undefined) throw new Error('The form offers no directory.');

  const newGuest = () => formFor(directoryId);
  const guests = new Map<CallerName, Guest>();
  for (const caller of callers) guests.set(caller.name, await inviteAs(caller, about, newGuest()));
  const kept = guests.get('helpdesk');
  if (kept === undefined) throw new Error('The helpdesk has to send one.');
  const keptHook = await addHook(about.traces);
  const refused: World = {
    kept,
    keptHook,
    hook: async () => keptHook,
    guest: async () => kept,
    newGuest,
    sentBy: (caller) => guests.get(caller) ?? kept,
  };
  return {
    refused,
    letIn: { ...refused, guest: () => inviteAs(first, about, newGuest()), hook: () => addHook(about.traces) },
  };
}

const formFor = (directoryId: string) => ({
  submissionKey: crypto.randomUUID(),
  email: `matrix.${crypto.randomUUID()}@northwind.example`,
  displayName: 'Matrix Guest',
  directoryId,
  roleIds: [],
  sponsorUserId: '',
  purpose: 'Part of the permission matrix',
  ticket: '',
  jobId: '',
  onboardingFlowId: '',
  override: '',
});

async function inviteAs(
  caller: Caller,
  { appUrl, invite, traces }: Sender,
  sent: ReturnType<typeof formFor> | Fields,
): Promise<Guest> {
  const form = asScript(invite, filledForm(invite, sent), { origin: appUrl });
  const outcome = actionOutcome(await caller.send(`${appUrl}/invite`, form), appUrl);
  if (outcome !== 'ok') throw new Error(`The ${caller.name} could not invite: ${outcome}.`);
  const key = String(sent.submissionKey);
  const [row] = await traces.query('select id, upstream_id from invitation where submission_key = $1', [key]);
  return {
    id: String(row?.id),
    upstreamId: String(row?.upstream_id),
    submissionKey: key,
    email: String(sent.email),
    directoryId: String(sent.directoryId),
    sent,
  };
}

async function addHook({ query }: Traces): Promise<Hook> {
  const hook = { id: crypto.randomUUID(), delivery: crypto.randomUUID() };
  await query(
    `insert into webhook (id, name, url, secret, enabled, created_at, updated_at)
      values ($1, 'Matrix', 'https://hooks.northwind.example/', '', false, now(), now())`,
    [hook.id],
  );
  await query(
    `insert into delivery (id, channel, kind, recipient, key, payload, state, due_at, created_at, updated_at)
      values ($1, 'webhook', 'usher.trial', $2, $3, '{}', 'delivered', now(), now(), now())`,
    [hook.delivery, hook.id, `matrix:${hook.id}`],
  );
  return hook;
}
