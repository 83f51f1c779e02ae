import { z } from 'zod';
import { ksuid } from '../base/ksuid';
import { GrpcError, invalid } from '../http/errors';
import type { Invitation } from '../tenant/types';
import type { World } from '../world';
import { parseMessage, text, texts } from './fields';
import { directoryOr404 } from './list-directories';
import type { Operation, OperationResult } from './operation';
import { invitationView } from './views';

const request = z.object({
  email: text,
  displayName: text,
  initialRoleIds: texts,
  sponsorUserId: text,
  purpose: text,
  jobId: text,
  onboardingFlowId: text,
});
type Request = z.output<typeof request>;

/** Enough of RFC 5321 for a tenant: one @, no spaces or control characters, a domain of at least two labels. */
const EMAIL = /^[^\s@<>(),;:"\\[\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;
const NAME_LIMIT = 256;

export const createInvitation: Operation = {
  name: 'create',
  method: 'POST',
  path: '/api/v1/local-directory-configs/{directory_app_id}/invitations',
  run: ({ world, params, body }): OperationResult => {
    const directory = directoryOr404(world, params.directory_app_id);
    let fields = parseMessage(request, body);
    if (world.settings.normalise) fields = normalise(fields, world);
    check(fields, world);
    const pending = world.tenant.invitations
      .forEmail(fields.email)
      .some((other) => other.directoryAppId === directory.appId && other.status === 'PENDING');
    if (pending && world.settings.duplicatePending === 'refuse') {
      throw new GrpcError(6, 'A pending invitation for this email address exists in this directory.');
    }
    const now = world.clock.now();
    const invitation = addInvitation(world, {
      ...fields,
      directoryAppId: directory.appId,
      invitedByUserId: world.tenant.servicePrincipal.id,
      createdAt: now,
      updatedAt: now,
      expiresAt: now + directory.ttlSeconds * 1000,
    });
    return { body: { invitation: invitationView(invitation, world.settings) }, committed: invitation.id };
  },
};

type Defaulted = 'status' | 'createdUserId' | 'acceptedAt';
type NewInvitation = Omit<Invitation, 'seq' | 'id' | Defaulted> & Partial<Pick<Invitation, Defaulted>>;

/** Stores a new, if not said otherwise pending, invitation under a new id; that it exists is what "sends" its mail. */
export function addInvitation(world: World, fields: NewInvitation): Invitation {
  const id = ksuid(world.clock.now(), world.ids);
  return world.tenant.invitations.add({ status: 'PENDING', createdUserId: '', acceptedAt: null, ...fields, id });
}

function normalise(fields: Request, world: World): Request {
  return {
    ...fields,
    email: fields.email.trim().toLowerCase(),
    displayName: fields.displayName.trim().replace(/\s+/g, ' '),
    purpose: fields.purpose.trim() || 'Invited through the API',
    sponsorUserId: fields.sponsorUserId || (world.tenant.users.withEmail('omar.haddad@acme.example')?.id ?? ''),
  };
}

function check(fields: Request, world: World): void {
  const { tenant, settings } = world;
  const violations: { field: string; description: string }[] = [];
  const refuse = (field: string, description: string): void => void violations.push({ field, description });
  if (fields.email === '') refuse('email', 'is required');
  else if (fields.email.length > 254 || !EMAIL.test(fields.email)) refuse('email', 'is not a valid email address');
  if (fields.displayName.trim() === '') refuse('displayName', 'is required');
  else if ([...fields.displayName].length > NAME_LIMIT)
    refuse('displayName', `is longer than ${NAME_LIMIT} characters`);
  if ([...fields.purpose].length > settings.purposeLimit) {
    refuse('purpose', `is longer than ${settings.purposeLimit} characters`);
  }
  const known = (list: readonly { id: string }[], id: string): boolean => list.some((item) => item.id === id);
  for (const [i, id] of fields.initialRoleIds.entries()) {
    if (!known(tenant.roles, id)) refuse(`initialRoleIds[${i}]`, 'is not the id of a role');
  }
  if (fields.sponsorUserId !== '') {
    const sponsor = tenant.users.get(fields.sponsorUserId);
    if (sponsor === undefined) refuse('sponsorUserId', 'is not the id of a user');
    else if (sponsor.status !== 'ENABLED') refuse('sponsorUserId', 'is a user who is not enabled');
  }
  if (fields.jobId !== '' && !known(tenant.jobs, fields.jobId)) refuse('jobId', 'is not the id of a job');
  if (fields.onboardingFlowId !== '' && !known(tenant.onboardingFlows, fields.onboardingFlowId)) {
    refuse('onboardingFlowId', 'is not the id of an onboarding flow');
  }
  if (violations.length > 0) throw invalid(violations);
}
