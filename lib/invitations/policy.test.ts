import { describe, expect, it } from 'vitest';
import { USHER_ROLES, type UsherRole } from './invitation';
import { can, grantableRoles, type Permission } from './policy';

const role = (id: string, displayName: string, name = displayName) => ({ id, name, displayName });
const roles = [role('r1', 'Basic User'), role('r2', 'Finance Analyst'), role('r3', 'Super Administrator')];
const ids = (list: { id: string }[]) => list.map((each) => each.id);

describe('can', () => {
  const allowed: Record<Permission, UsherRole[]> = {
    'invitation.create': ['admin', 'helpdesk'],
    'invitation.read': ['admin', 'helpdesk', 'auditor'],
    'invitation.override': ['admin'],
    'invitation.undo': ['admin', 'helpdesk', 'sponsor'],
    'invitation.undo-any': ['admin'],
    'invitation.revoke': ['admin', 'helpdesk'],
    'invitation.reissue': ['admin', 'helpdesk'],
    'invitation.export': ['admin', 'helpdesk', 'auditor'],
    'people.search': ['admin', 'helpdesk'],
    'sync.run': ['admin', 'helpdesk'],
    'batch.read': ['admin', 'helpdesk', 'auditor'],
    'batch.manage': ['admin', 'helpdesk'],
    'audit.read': ['admin', 'auditor'],
    'request.create': ['admin', 'helpdesk', 'sponsor'],
    'request.decide': ['admin', 'helpdesk', 'sponsor'],
    'guest.read': ['admin', 'helpdesk', 'sponsor'],
    'sponsor.hand-over': ['admin', 'helpdesk'],
    'policy.read': ['admin', 'helpdesk', 'auditor'],
    'policy.write': ['admin'],
    'webhook.manage': ['admin'],
    'account.manage': ['admin', 'helpdesk', 'sponsor', 'auditor'],
  };
  for (const [permission, expected] of Object.entries(allowed) as [Permission, UsherRole[]][]) {
    it(`${permission}: ${expected.join(', ')} and nobody else`, () => {
      expect(USHER_ROLES.filter((each) => can({ roles: [each] }, permission))).toEqual(expected);
      expect(can({ roles: [] }, permission)).toBe(false);
    });
  }

  it('fails closed for a role and a permission that are not known', () => {
    expect(can({ roles: ['root' as UsherRole] }, 'invitation.create')).toBe(false);
    expect(can({ roles: ['admin'] }, 'tenant.delete' as Permission)).toBe(false);
    expect(can({ roles: ['admin'] }, 'constructor' as Permission)).toBe(false);
  });
});

describe('grantableRoles', () => {
  it('lists by id or by name, in any case, and nothing that is not listed', () => {
    const grants = { helpdesk: ['basic user', 'r2'] };
    expect(ids(grantableRoles({ roles: ['helpdesk'] }, roles, grants))).toEqual(['r1', 'r2']);
    expect(grantableRoles({ roles: ['auditor'] }, roles, grants)).toEqual([]);
    expect(grantableRoles({ roles: [] }, roles, { admin: ['*'] })).toEqual([]);
  });

  it('adds up what several roles may grant, and takes * for all', () => {
    const grants = { helpdesk: ['Basic User'], sponsor: ['Finance Analyst'], admin: ['*'] };
    expect(ids(grantableRoles({ roles: ['helpdesk', 'sponsor'] }, roles, grants))).toEqual(['r1', 'r2']);
    expect(ids(grantableRoles({ roles: ['admin'] }, roles, grants))).toEqual(['r1', 'r2', 'r3']);
  });

  it('grants neither of two roles that share a listed name, but either by its id', () => {
    const twins = [...roles, role('r9', 'Basic user')];
    expect(grantableRoles({ roles: ['helpdesk'] }, twins, { helpdesk: ['Basic User'] })).toEqual([]);
    expect(ids(grantableRoles({ roles: ['helpdesk'] }, twins, { helpdesk: ['r1'] }))).toEqual(['r1']);
  });
});
