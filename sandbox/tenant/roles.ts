import { ksuid } from '../base/ksuid';
import type { Rng } from '../base/rng';
import type { Role } from './types';

type Plan = [name: string, displayName: string, permissions: string[], kind: 'builtin' | 'service' | 'custom'];

const PLANS: readonly Plan[] = [
  ['super_admin', 'Super Administrator', ['*'], 'builtin'],
  ['basic_user', 'Basic User', ['self:read', 'access-request:create'], 'builtin'],
  ['app_admin', 'Application Administrator', ['app:read', 'app:update', 'connector:manage'], 'builtin'],
  ['read_only_admin', 'Read-only Administrator', ['user:read', 'app:read', 'invitation:read'], 'builtin'],
  ['auditor', 'Auditor', ['user:read', 'audit-log:read', 'access-review:read', 'invitation:read'], 'builtin'],
  ['access_review_admin', 'Access Review Administrator', ['access-review:read', 'access-review:manage'], 'builtin'],
  ['helpdesk', 'Helpdesk', ['user:read', 'task:read', 'task:reassign'], 'builtin'],
  [
    'local_directory_api',
    'Local Directory Invitations (API)',
    ['local-directory:read', 'invitation:read', 'invitation:create', 'invitation:revoke', 'role:read', 'user:read'],
    'service',
  ],
  ['connector_service', 'Connector Service', [], 'service'],
  ['finance_analyst', 'Finance Analyst', ['report:read', 'cost-center:read'], 'custom'],
  ['contractor', 'Contractor', ['self:read'], 'custom'],
  ['event_staff', 'Event Staff', ['self:read', 'badge:print'], 'custom'],
  ['freight_auditor', 'Freight Contract Auditor', ['contract:read', 'report:read'], 'custom'],
];

/** The roles of the tenant, built-in ones first; ids are the same for the same random source. */
export function makeRoles(rng: Rng, createdAt: number): Role[] {
  return PLANS.map(([name, displayName, permissions, kind]) => ({
    id: ksuid(createdAt, rng),
    name,
    displayName,
    permissions,
    serviceRoles: kind === 'service' ? [`service:${name}`] : [],
    systemBuiltin: kind !== 'custom',
    systemApiOnly: kind === 'service',
    createdAt,
  }));
}
