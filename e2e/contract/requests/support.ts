import { eq } from 'drizzle-orm';
import { audit } from '@/lib/db/schema';
import type { Context } from '@/lib/invitations/context';
import type { Failure, Result } from '@/lib/invitations/errors';
import type { UsherRole } from '@/lib/invitations/invitation';
import type { Actor, Grants } from '@/lib/invitations/policy';
import { ask } from '@/lib/invitations/requests/ask';
import { decideRequest } from '@/lib/invitations/requests/decide-request';
import type { RequestInput } from '@/lib/invitations/requests/fields';
import type { RequestView } from '@/lib/invitations/requests/view';
import type { Policy } from '@/lib/invitations/rules/document';
import type { Desk } from '../verbs/desk';

const person = (name: string, ...roles: UsherRole[]): Actor => {
  const subject = name.toLowerCase().replace(' ', '-');
  const email = `${subject.replace('-', '.')}@acme.example`;
  return { subject, name, email, emailVerified: true, roles, address: '192.0.2.7' };
};

/** People of the sandbox's identity provider; all but Priya have an account upstream. */
export const ana = person('Ana Ruiz', 'sponsor');
export const maya = person('Maya Chen', 'helpdesk');
export const priya = person('Priya Nair', 'helpdesk');
export const omar = person('Omar Haddad', 'admin');
export const noor = person('Noor Jansen', 'sponsor');

export const GRANTS: Grants = {
  sponsor: ['Basic User', 'Contractor'],
  helpdesk: ['Basic User'],
  admin: ['*'],
};

export const as = (desk: Desk, actor: Actor): Context => desk.context({ actor, grants: GRANTS });

/** Those who have signed in, as the sign-in notes them. */
export async function signIn(desk: Desk, actor: Actor, groups: string[] = []): Promise<void> {
  const { subject, name, email, emailVerified, roles } = actor;
  await desk.system().accounts.signedIn({ subject, name, email, emailVerified, roles: [...roles], groups });
}

export async function requestFor(desk: Desk, change: Partial<RequestInput> = {}): Promise<RequestInput> {
  const { override: _override, ...filled } = await desk.filled();
  return { ...filled, wantedUntil: '', acknowledged: '', ...change };
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

export function failure(result: Result<unknown>): Failure {
  if (result.ok) throw new Error(`it went well: ${JSON.stringify(result.value)}`);
  return result.failure;
}

/** A request of Ana's that waits. */
export const asked = async (desk: Desk, change: Partial<RequestInput> = {}, actor: Actor = ana): Promise<RequestView> =>
  value(await ask({ ctx: as(desk, actor), input: await requestFor(desk, change) }));

/** What a page would post of a request that it shows. */
export const shown = ({ id, revision, contentHash }: RequestView) => ({ id, revision, contentHash });

export const approve = (
  desk: Desk,
  actor: Actor,
  request: RequestView,
  change: { roleIds?: string[]; displayName?: string; note?: string; override?: boolean } = {},
) =>
  decideRequest({
    ctx: as(desk, actor),
    input: { decision: 'approve', ...shown(request), note: '', ...change },
  });

/** Makes another version of the policy hold. */
export async function setPolicy(desk: Desk, change: Partial<Policy>): Promise<void> {
  const book = desk.system().policy;
  const { policy, number } = await book.fresh();
  const saved = await book.save({
    policy: { ...policy, ...change },
    basedOn: number,
    origin: 'editor',
    note: '',
    author: null,
    requestId: 'test',
  });
  if (saved === null) throw new Error('somebody else saved the policy');
}

/** Of a request, in the order of the audit: what happened, and who did it. */
export async function story(desk: Desk, request: string): Promise<string[]> {
  const rows = await desk.db.select().from(audit).orderBy(audit.sequence);
  return rows
    .filter(({ details }) => (details as Record<string, unknown>).request === request)
    .map(({ action }) => action);
}

export type Truth = {
  id: string;
  email: string;
  status: string;
  displayName: string;
  initialRoleIds: string[];
  purpose: string;
};

export const truths = async (desk: Desk, email: string): Promise<Truth[]> =>
  (await desk.control<{ invitations: Truth[] }>('GET', `/invitations?email=${encodeURIComponent(email)}`)).invitations;

export const entriesOf = (desk: Desk, action: string) => desk.db.select().from(audit).where(eq(audit.action, action));
