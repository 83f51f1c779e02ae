import { asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '@/lib/db/connection';
import { attempts, audit, auditPersonal, invitations } from '@/lib/db/schema';
import { verifyAudit } from '@/lib/db/verify-audit';
import { sandboxControl } from '../lib/sandbox-control';
import type { Audited, Found, Recorded, Upstream } from './compare';

type Truth = { id: string; directoryAppId: string; email: string; invitedByUserId: string };

/** Ids of all invitations that the tenant holds. */
export const idsUpstream = async (sandboxUrl: string): Promise<Set<string>> =>
  new Set((await truth(sandboxUrl)).map(({ id }) => id));

/** Reads what tenant, ledger and audit say, each by its own means. `before`: what the tenant held when the run began. */
export async function readAccounts(
  { db }: Database,
  sandboxUrl: string,
  before: ReadonlySet<string>,
): Promise<Omit<Found, 'told'>> {
  const principal = await servicePrincipal(sandboxUrl);
  const upstream = (await truth(sandboxUrl))
    .filter(({ id }) => !before.has(id))
    .map(
      ({ id, directoryAppId, email, invitedByUserId }): Upstream => ({
        id,
        directoryId: directoryAppId,
        email,
        byPrincipal: invitedByUserId === principal,
      }),
    );
  const { problems } = await verifyAudit(db);
  return {
    upstream,
    ledger: await ledgerOf(db),
    audit: await auditOf(db),
    auditProblems: problems.map(({ sequence, message }) => `${sequence ?? '–'} ${message}`),
  };
}

async function ledgerOf(db: Database['db']): Promise<Recorded[]> {
  const rows = await db.select().from(invitations).where(eq(invitations.origin, 'usher'));
  const tried = await db.select().from(attempts).orderBy(asc(attempts.number));
  return rows.map((row) => ({
    id: row.id,
    submissionKey: row.submissionKey ?? '',
    email: row.email,
    state: row.state,
    upstreamId: row.upstreamId,
    sender: { subject: row.senderSubject, name: row.senderName },
    attempts: tried.filter(({ invitationId }) => invitationId === row.id).map(({ state }) => state),
  }));
}

async function auditOf(db: Database['db']): Promise<Audited[]> {
  const rows = await db
    .select({ invitationId: audit.invitationId, action: audit.action, actor: auditPersonal.person })
    .from(audit)
    .leftJoin(auditPersonal, sql`${auditPersonal.sequence} = ${audit.sequence} and ${auditPersonal.part} = 'actor'`)
    .where(isNotNull(audit.invitationId));
  return rows.map(({ invitationId, action, actor }) => ({
    invitationId: invitationId ?? '',
    action,
    actor: actor ?? '',
  }));
}

/** Attempts that are not at their end and need no person. */
export const openAttempts = ({ db }: Database): Promise<{ id: string; state: string }[]> =>
  db
    .select({ id: attempts.id, state: attempts.state })
    .from(attempts)
    .where(inArray(attempts.state, ['intent', 'sending', 'unknown']));

export async function servicePrincipal(sandboxUrl: string): Promise<string> {
  const { tenant } = await sandboxControl<{ tenant: { servicePrincipalId: string } }>(sandboxUrl, 'GET', '/');
  return tenant.servicePrincipalId;
}

async function truth(sandboxUrl: string): Promise<Truth[]> {
  const path = '/invitations?limit=1000000';
  return (await sandboxControl<{ invitations: Truth[] }>(sandboxUrl, 'GET', path)).invitations;
}
