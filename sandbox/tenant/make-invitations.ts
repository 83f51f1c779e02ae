import { ksuid } from '../base/ksuid';
import { plainText } from '../base/plain-text';
import type { Rng } from '../base/rng';
import { FIRST_NAMES, LAST_NAMES, PARTNER_DOMAINS, PURPOSES } from './names';
import type { Directory, Invitation, InvitationStatus, Role, User } from './types';

const DAY = 86_400_000;
const HOUR = 3_600_000;

export interface InvitationContext {
  directories: readonly Directory[];
  roles: readonly Role[];
  users: readonly User[];
  servicePrincipalId: string;
  /** When the past ends: invitations are dated relative to it. */
  now: number;
  /** A fixed time for the ids, so that they do not change from one start to the next. */
  epoch: number;
}

/**
 * Invents past invitations, oldest first: all statuses, some made by people in the vendor's own interface, a few of
 * the pending ones about to expire. Accepted ones point to people whose origin is the local directory.
 */
export function makeInvitations(count: number, context: InvitationContext, rng: Rng): Omit<Invitation, 'seq'>[] {
  const { directories, roles, users, servicePrincipalId, now, epoch } = context;
  const humans = users.filter((user) => user.type === 'HUMAN' && user.status === 'ENABLED');
  const locals = humans.filter((user) => user.origin === 'LOCAL');
  const sponsors = humans.filter((user) => user.origin === 'DIRECTORY');
  const assignable = roles.filter((role) => !role.systemApiOnly && role.name !== 'super_admin');
  const invitations: Omit<Invitation, 'seq'>[] = [];
  for (let i = 0; i < count; i++) {
    const directory = directories[i % 5 === 4 ? 2 : i % 5 === 3 ? 1 : 0] ?? rng.pick(directories);
    const ttl = directory.ttlSeconds * 1000;
    const wanted = statusFor(i, rng);
    const local = wanted === 'ACCEPTED' ? locals[invitations.length % Math.max(1, locals.length)] : undefined;
    const status: InvitationStatus = wanted === 'ACCEPTED' && local === undefined ? 'REVOKED' : wanted;
    const createdAt = Math.round(createdAtFor(status, i, ttl, now, rng));
    const first = rng.pick(FIRST_NAMES);
    const last = rng.pick(LAST_NAMES);
    const acceptedAt =
      status === 'ACCEPTED' ? createdAt + Math.round(rng.next() * Math.min(ttl, now - createdAt)) : null;
    invitations.push({
      id: ksuid(epoch + i * 1000, rng),
      directoryAppId: directory.appId,
      email: local?.email ?? `${slug(first, last)}.${i}@${rng.pick(PARTNER_DOMAINS)}`,
      displayName: local?.displayName ?? `${first} ${last}`,
      initialRoleIds: rng.chance(0.4) ? [rng.pick(assignable).id] : [],
      sponsorUserId: rng.chance(0.7) && sponsors.length > 0 ? rng.pick(sponsors).id : '',
      purpose: rng.pick(PURPOSES),
      jobId: '',
      onboardingFlowId: '',
      status,
      invitedByUserId: i % 4 === 1 && sponsors.length > 0 ? rng.pick(sponsors).id : servicePrincipalId,
      createdUserId: local !== undefined && status === 'ACCEPTED' ? local.id : '',
      createdAt,
      updatedAt: acceptedAt ?? (status === 'EXPIRED' ? createdAt + ttl : createdAt + (status === 'REVOKED' ? HOUR : 0)),
      expiresAt: createdAt + ttl,
      acceptedAt,
    });
  }
  return invitations.sort((a, b) => a.createdAt - b.createdAt);
}

function statusFor(i: number, rng: Rng): InvitationStatus {
  const firstOnes: readonly InvitationStatus[] = ['PENDING', 'ACCEPTED', 'REVOKED', 'EXPIRED', 'PENDING', 'PENDING'];
  const fixed = firstOnes[i];
  if (fixed !== undefined) return fixed;
  const draw = rng.next();
  return draw < 0.25 ? 'PENDING' : draw < 0.65 ? 'ACCEPTED' : draw < 0.78 ? 'REVOKED' : 'EXPIRED';
}

/** Pending ones are young enough to live on, every third of them for less than six hours. */
function createdAtFor(status: InvitationStatus, i: number, ttl: number, now: number, rng: Rng): number {
  if (status !== 'PENDING') return now - ttl - HOUR - rng.next() * 300 * DAY;
  const left = i % 3 === 0 ? HOUR + rng.next() * 5 * HOUR : HOUR + rng.next() * (ttl - HOUR - HOUR);
  return now - (ttl - left);
}

function slug(first: string, last: string): string {
  const text = plainText(`${first} ${last}`).replace(/[^a-z]+/g, '.');
  return text.replace(/^\.+|\.+$/g, '') || 'guest';
}
