import { FIRST_POLICY, type Policy } from '@/lib/invitations/rules/document';
import type { BuiltAction } from '@/scripts/lib/manifests';
import type { Caller } from './callers';
import type { Asked, CallerName, Fields, Guest, Hook, World } from './entry';
import { actionOutcome } from './outcome';
import { asScript, filledForm } from './post';
import type { Traces } from './traces';

type House = { appUrl: string; actions: readonly BuiltAction[]; traces: Traces };

const ASK = 'app/(desk)/request/actions.ts#askAction';
const DECIDE = 'app/(desk)/requests/actions.ts#decideAction';
const INVITE = 'app/(desk)/invite/actions.ts#inviteAction';
const SAVE_POLICY = 'app/(desk)/settings/policy/actions.ts#savePolicyAction';

/** Whose guests need the desk's approval, whoever asks: else only a sponsor could. */
const ASKED_FOR = 'approval.example';
const POLICY: Policy = {
  ...FIRST_POLICY,
  rules: [
    {
      id: 'asked-for',
      name: 'Everybody asks',
      when: { domains: [ASKED_FOR] },
      verdict: { answer: 'needs-approval', of: { roles: ['admin', 'helpdesk'] } },
    },
    ...FIRST_POLICY.rules,
  ],
};

/** Two worlds over the same guests: for what is refused, and for what is let in. The first of `callers` may everything. */
export async function makeWorlds(house: House, callers: readonly Caller[]): Promise<{ refused: World; letIn: World }> {
  const { appUrl, traces } = house;
  const by = (wanted: CallerName): Caller => {
    const found = callers.find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`The ${wanted} is nobody who can send or ask.`);
    return found;
  };
  const everything = by('everything');
  const [version] = await traces.query('select coalesce(max(number), 0)::int as number from policy_version');
  const policy = { document: JSON.stringify(POLICY), basedOn: String(version?.number), note: '' };
  await post(house, everything, SAVE_POLICY, policy);

  const page = (await everything.send(`${appUrl}/invite`)).text;
  const directoryId = /<option value="([^"]+)" selected=""/.exec(page)?.[1];
  if (directoryId === undefined) throw new Error('The form offers no directory.');
  const newGuest = () => formFor(directoryId, 'northwind.example');
  const newRequest = () => ({ ...formFor(directoryId, ASKED_FOR), wantedUntil: '' });

  const keptHook = await addHook(traces);
  const sent = new Map<CallerName, Guest>();
  const asked = new Map<CallerName, Asked>();
  for (const caller of callers) {
    if (caller.name !== 'sponsor') sent.set(caller.name, await inviteAs(house, caller, newGuest()));
    asked.set(caller.name, await askAs(house, caller, newRequest()));
  }
  const [kept, keptRequest] = [sent.get('helpdesk'), asked.get('helpdesk')];
  if (kept === undefined || keptRequest === undefined) throw new Error('The helpdesk has to send and ask.');

  const guest = () => inviteAs(house, everything, newGuest());
  const double = async () => {
    const second = await guest();
    await traces.query("update invitation set double_of = $2, double_kind = 'second' where id = $1", [
      second.id,
      (await guest()).id,
    ]);
    return second;
  };
  const keptDouble = await double();
  const ownGuest = async (name: CallerName) => {
    const form = newRequest();
    const request = await askAs(house, by(name), form);
    return approveAs(house, name === 'everything' ? by('admin') : everything, request);
  };
  const refused: World = {
    kept,
    keptHook,
    hook: async () => keptHook,
    guest: async () => kept,
    newGuest,
    sentBy: (caller) => sent.get(caller) ?? kept,
    keptRequest,
    request: async () => keptRequest,
    newRequest,
    askedBy: (caller) => asked.get(caller) ?? keptRequest,
    ownGuest: async () => kept,
    double: async () => keptDouble,
    users: { helpdesk: await userId(traces, 'maya.chen'), auditor: await userId(traces, 'victor.lindqvist') },
  };
  const request = (name: CallerName) => askAs(house, by(name), newRequest());
  const hook = () => addHook(traces);
  return { refused, letIn: { ...refused, guest, double, ownGuest, request, hook } };
}

const formFor = (directoryId: string, domain: string) => ({
  submissionKey: crypto.randomUUID(),
  email: `matrix.${crypto.randomUUID()}@${domain}`,
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
type Form = ReturnType<typeof formFor>;

/** Posts a form that has to succeed. */
async function post({ appUrl, actions }: House, caller: Caller, name: string, fields: Fields): Promise<void> {
  const action = actions.find((each) => each.name === name);
  if (action === undefined) throw new Error(`The build has no action “${name}”, which the matrix needs for its world.`);
  const form = asScript(action, filledForm(action, fields), { origin: appUrl });
  const outcome = actionOutcome(await caller.send(`${appUrl}/invite`, form), appUrl);
  if (outcome !== 'ok') throw new Error(`${name} by ${caller.name}: ${outcome}.`);
}

async function inviteAs(house: House, caller: Caller, sent: Form): Promise<Guest> {
  await post(house, caller, INVITE, sent);
  return guestWhere(house, 'submission_key', sent.submissionKey, sent);
}

async function askAs(house: House, caller: Caller, sent: Form): Promise<Asked> {
  await post(house, caller, ASK, sent);
  const [row] = await house.traces.query('select id, content_hash from request where submission_key = $1', [
    sent.submissionKey,
  ]);
  return { id: String(row?.id), contentHash: String(row?.content_hash), email: sent.email, sent };
}

async function approveAs(house: House, caller: Caller, { id, contentHash, sent }: Asked): Promise<Guest> {
  await post(house, caller, DECIDE, { decision: 'approve', id, revision: '1', contentHash, note: '', override: '' });
  return guestWhere(house, 'request_id', id, sent);
}

async function guestWhere(
  { traces }: House,
  column: 'submission_key' | 'request_id',
  value: string,
  sent: Fields,
): Promise<Guest> {
  const [row] = await traces.query(
    `select id, upstream_id, submission_key, email, directory_id from invitation where ${column} = $1`,
    [value],
  );
  return {
    id: String(row?.id),
    upstreamId: String(row?.upstream_id),
    submissionKey: String(row?.submission_key),
    email: String(row?.email),
    directoryId: String(row?.directory_id),
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

async function userId({ query }: Traces, local: string): Promise<string> {
  const [row] = await query("select id from person where split_part(email, '@', 1) = $1", [local]);
  if (row === undefined) throw new Error(`${local} is nobody upstream.`);
  return String(row.id);
}
