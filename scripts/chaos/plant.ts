import { and, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '@/lib/db/connection';
import { attempts, invitations } from '@/lib/db/schema';
import type { Rng } from '../../sandbox/base/rng';
import { sandboxControl } from '../lib/sandbox-control';
import { servicePrincipal } from './accounts';
import type { Plant } from './options';

type Where = {
  database: Database;
  sandboxUrl: string;
  rng: Rng;
  /** Somebody whom nobody else invites, and how they are invited once. */
  spare: { email: string; send(): Promise<void> };
};

/** Makes a defect on purpose, from outside of the product, of the kind that the run exists to find. */
export const plant = (what: Plant, where: Where): Promise<string> =>
  what === 'double' ? plantDouble(where) : plantLoss(where);

/** As if Usher had sent one of them again: a second invitation upstream, equal in every field, by the same principal. */
async function plantDouble({ database: { db }, sandboxUrl, rng }: Where): Promise<string> {
  const sent = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.origin, 'usher'), isNotNull(invitations.upstreamId)));
  const victim = rng.pick(sent.sort((a, b) => (a.email < b.email ? -1 : 1)));
  await sandboxControl(sandboxUrl, 'POST', '/invitations', {
    directoryAppId: victim.directoryId,
    email: victim.email,
    displayName: victim.displayName,
    purpose: victim.purpose,
    initialRoleIds: victim.roleIds,
    sponsorUserId: victim.sponsorUserId,
    invitedByUserId: await servicePrincipal(sandboxUrl),
  });
  return `a second invitation for ${victim.email}`;
}

/**
 * As if Usher had forgotten one: a create that is not carried out (503), and then its attempt is taken out of the ledger, so
 * that nobody will ever send it. The invitation and the audit's entry of its request stay.
 */
async function plantLoss({ database: { db }, sandboxUrl, spare }: Where): Promise<string> {
  await sandboxControl(sandboxUrl, 'POST', '/faults', {
    kind: 'status',
    operations: ['create'],
    status: 503,
    body: 'html',
  });
  await spare.send();
  await sandboxControl(sandboxUrl, 'DELETE', '/faults');
  const [row] = await db.select().from(invitations).where(eq(invitations.email, spare.email));
  if (row === undefined || row.upstreamId !== null) throw new Error('The plant did not take: the create was answered.');
  await db.delete(attempts).where(eq(attempts.invitationId, row.id));
  return `the attempt to invite ${spare.email} taken out of the ledger`;
}
