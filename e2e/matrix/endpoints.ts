/**
 * Every endpoint, and who may what with it. A new one gets its entry here; without, the matrix fails and says which is
 * missing. What follows from an entry (who is let in, who is refused and how) comes from `lib/invitations/policy.ts`; what
 * the parts of an entry mean stands in `entry.ts`. Those of requests are in `request-endpoints.ts`,
 * those of plans in `plan-endpoints.ts`.
 */
import { firstRoom } from '@/components/shell/first-room';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { BULK_ACTIONS, BULK_PAGES, BULK_ROUTES } from './bulk-endpoints';
import type { ActionEntry, PageEntry, RouteEntry } from './entry';
import { PLAN_ACTIONS, PLAN_ROUTES } from './plan-endpoints';
import { REQUEST_ACTIONS, REQUEST_PAGES } from './request-endpoints';

const FIRST_DOCUMENT = JSON.stringify(FIRST_POLICY);
const LONG = 'x'.repeat(3_000);
const NOBODY = '/invitations/00000000-0000-4000-8000-000000000000';
const HOOK = { name: 'Matrix', url: 'https://hooks.northwind.example/usher', events: 'invitation' };
const to = (path: string) => `goes to ${path}`;

export const ACTIONS: Record<string, ActionEntry> = {
  ...REQUEST_ACTIONS,
  ...PLAN_ACTIONS,
  ...BULK_ACTIONS,
  'app/sign-in/actions.ts#signInAction': {
    allowed: 'public',
    input: () => ({ callbackUrl: '/invite' }),
    answer: to('the provider'),
    anothers: 'none',
    lenient: true,
  },
  'app/sign-in/actions.ts#signOutAction': {
    allowed: 'public',
    input: () => ({}),
    answer: to('the provider'),
    anothers: 'none',
    lenient: true,
  },
  'app/(desk)/invite/actions.ts#inviteAction': {
    allowed: 'invitation.create',
    input: (world) => world.newGuest(),
    // The same key from another person is another form, and not a way to read what the first one sent.
    anothers: { input: ({ kept }) => kept.sent, answer: 'submission-reused' },
  },
  'app/(desk)/invite/actions.ts#askAction': {
    allowed: 'request.create',
    input: (world) => world.newRequest(),
    answer: 'asked',
    anothers: { input: ({ keptRequest }) => keptRequest.sent, answer: 'submission-reused' },
  },
  'app/(desk)/invite/actions.ts#checkInvitationAction': {
    allowed: 'invitation.create',
    input: (world, caller) => ({ submissionKey: world.sentBy(caller).submissionKey }),
    anothers: { input: ({ kept: { submissionKey } }) => ({ submissionKey }), answer: 'submission-not-found' },
  },
  'app/(desk)/invitations/actions.ts#syncAction': {
    allowed: 'sync.run',
    input: () => ({}),
    anothers: 'none',
    lenient: true,
  },
  'app/(desk)/invitations/[id]/actions.ts#revokeAction': {
    allowed: 'invitation.revoke',
    input: async (world) => ({ id: (await world.guest()).id, reason: 'Invited by mistake' }),
    anothers: 'shared',
  },
  'app/(desk)/invitations/[id]/actions.ts#reissueAction': {
    allowed: 'invitation.reissue',
    input: async (world) => {
      const { id } = await world.guest();
      return { id, displayName: 'Sent Again', roleIds: [], sponsorUserId: '', purpose: 'The mail was lost' };
    },
    anothers: 'shared',
  },
  'app/(desk)/invitations/[id]/actions.ts#checkAction': {
    allowed: 'invitation.create',
    input: async (world) => ({ id: (await world.guest()).id }),
    anothers: 'shared',
  },
  'app/(desk)/invitations/[id]/actions.ts#decideAction': {
    allowed: 'invitation.create',
    input: async (world) => ({ id: (await world.guest()).id, upstreamId: '' }),
    // Nothing about this guest is in question.
    answer: 'invitation-not-found',
    anothers: 'shared',
  },
  'app/(desk)/invitations/[id]/actions.ts#keepBothAction': {
    allowed: 'invitation.revoke',
    input: async (world) => ({ id: (await world.double()).id, reason: 'Two projects' }),
    anothers: 'shared',
  },
  'app/(desk)/invitations/[id]/actions.ts#undoAction': {
    allowed: 'invitation.undo',
    // Nothing waits here: e2e/contract/verbs/undo.test.ts has what does. Of others’ a sponsor learns nothing.
    input: (world, caller) => ({ id: world.sentBy(caller).id }),
    answer: (caller) => (caller === 'sponsor' ? 'invitation-not-found' : 'already-left'),
    anothers: { input: ({ kept }) => ({ id: kept.id }), answer: 'already-left' },
  },
  'app/(desk)/settings/policy/actions.ts#savePolicyAction': {
    allowed: 'policy.write',
    // Based on a version that is long gone: who may is told that somebody was faster.
    input: () => ({ document: FIRST_DOCUMENT, basedOn: '100000', note: '' }),
    answer: 'policy-changed',
    anothers: 'none',
  },
  'app/(desk)/settings/policy/actions.ts#revertPolicyAction': {
    allowed: 'policy.write',
    input: () => ({ number: '100000', basedOn: '0' }),
    answer: 'policy-changed',
    anothers: 'none',
  },
  'app/(desk)/settings/policy/actions.ts#pausePolicyAction': {
    allowed: 'policy.write',
    input: () => ({ paused: 'no', because: '' }),
    anothers: 'none',
  },
  'app/(desk)/settings/policy/actions.ts#previewPolicyAction': {
    allowed: 'policy.read',
    input: ({ kept }) => ({
      document: FIRST_DOCUMENT,
      email: kept.email,
      directoryId: kept.directoryId,
      roleIds: [],
      inviterRole: 'helpdesk',
      inviterGroups: '',
      ticket: '',
    }),
    anothers: 'none',
  },
  'app/(desk)/audit/actions.ts#verifyAction': {
    allowed: 'audit.read',
    input: () => ({}),
    anothers: 'none',
    lenient: true,
  },
  'app/(desk)/settings/notifications/actions.ts#chooseMailsAction': {
    allowed: 'account.manage',
    input: () => ({ form: 'mails', kind: ['sponsor-named', 'lapsing-digest'] }),
    // The session says whose choice it is.
    anothers: 'none',
  },
  'app/(desk)/settings/webhooks/actions.ts#addWebhookAction': {
    allowed: 'webhook.manage',
    input: () => HOOK,
    anothers: 'none',
  },
  'app/(desk)/settings/webhooks/actions.ts#changeWebhookAction': {
    allowed: 'webhook.manage',
    input: async (world) => ({ id: (await world.hook()).id, ...HOOK }),
    anothers: 'shared',
  },
  'app/(desk)/settings/webhooks/actions.ts#rotateSecretAction': {
    allowed: 'webhook.manage',
    input: async (world) => ({ id: (await world.hook()).id }),
    anothers: 'shared',
  },
  'app/(desk)/settings/webhooks/actions.ts#tryWebhookAction': {
    allowed: 'webhook.manage',
    input: async (world) => ({ id: (await world.hook()).id }),
    anothers: 'shared',
  },
  'app/(desk)/settings/webhooks/actions.ts#redeliverAction': {
    allowed: 'webhook.manage',
    input: async (world) => ({ ...(await world.hook()) }),
    anothers: 'shared',
  },
  'app/(desk)/settings/webhooks/actions.ts#removeWebhookAction': {
    allowed: 'webhook.manage',
    input: async (world) => ({ id: (await world.hook()).id }),
    answer: to('/settings/webhooks'),
    anothers: 'shared',
  },
};

export const ROUTES: Record<string, RouteEntry> = {
  ...BULK_ROUTES,
  ...PLAN_ROUTES,
  'GET /api/sponsors': {
    allowed: 'people.search',
    path: () => '/api/sponsors?query=ma',
    anothers: 'none',
    wrong: [`/api/sponsors?query=${LONG}`],
  },
  'POST /api/outlook': {
    allowed: 'request.create',
    path: () => '/api/outlook',
    body: ({ kept }) => ({
      email: kept.email,
      displayName: 'Gwen Guest',
      directoryId: kept.directoryId,
      roleIds: [],
      sponsorUserId: '',
      purpose: 'Audit of the accounts',
      ticket: '',
    }),
    anothers: 'shared',
    wrong: [],
  },
  'GET /api/invitations/[directoryId]/[id]': {
    allowed: 'invitation.read',
    path: ({ kept }) => `/api/invitations/${kept.directoryId}/${kept.upstreamId}`,
    anothers: 'shared',
    wrong: ['/api/invitations/a/%20', '/api/invitations/%00/b', `/api/invitations/a/${LONG}`],
  },
  'GET /api/export/invitations': {
    allowed: 'invitation.export',
    path: () => '/api/export/invitations',
    anothers: 'shared',
    wrong: ['/api/export/invitations?from=soon', `/api/export/invitations?q=${LONG}`],
  },
  'POST /api/export/invitations': {
    allowed: 'invitation.export',
    path: () => '/api/export/invitations',
    form: ({ kept }) => ({ ids: kept.id }),
    anothers: 'shared',
    wrong: [],
  },
  'GET /api/export/audit': {
    allowed: 'audit.read',
    path: () => '/api/export/audit?format=jsonl',
    anothers: 'shared',
    wrong: ['/api/export/audit?format=xml', '/api/export/audit?invitation=1', '/api/export/audit?from=soon'],
  },
  'GET /api/health': { allowed: 'public', path: () => '/api/health', anothers: 'none', wrong: [] },
  'GET /icon.svg': { allowed: 'public', path: () => '/icon.svg', anothers: 'none', wrong: [] },
  // next-auth's own. Its writes want the token that its form carries, and do nothing without.
  'GET /api/auth/[...nextauth]': { allowed: 'public', path: () => '/api/auth/session', anothers: 'none', wrong: [] },
  'POST /api/auth/[...nextauth]': {
    allowed: 'public',
    path: () => '/api/auth/signout',
    answer: to('/api/auth/signout'),
    anothers: 'none',
    wrong: [],
    write: 'own',
  },
};

export const PAGES: Record<string, PageEntry> = {
  ...REQUEST_PAGES,
  ...BULK_PAGES,
  '/': {
    allowed: 'signed-in',
    answer: (roles) => to(firstRoom({ roles: roles ?? [] })?.href ?? '/no-access'),
    wrong: [],
  },
  '/sign-in': {
    allowed: 'public',
    answer: (roles) => (roles === null ? 'shown' : to('/')),
    wrong: ['/sign-in?callbackUrl=//evil.example', '/sign-in?error=a&error=b'],
  },
  '/no-access': { allowed: 'signed-in', wrong: [] },
  '/invite': { allowed: 'invitation.create', wrong: ['/invite?role=%00&sponsor=a&sponsor=b', `/invite?email=${LONG}`] },
  '/invitations': { allowed: 'invitation.read', wrong: ['/invitations?tab=x&sort=y&from=z', '/invitations?after=%00'] },
  '/invitations/[id]': {
    allowed: 'invitation.read',
    path: ({ kept }) => `/invitations/${kept.id}`,
    wrong: ['/invitations/1', '/invitations/%00', NOBODY],
  },
  '/lookup': { allowed: 'invitation.read', wrong: ['/lookup?email=%00', `/lookup?email=${LONG}`] },
  '/settings/policy': { allowed: 'policy.read', wrong: ['/settings/policy?x=%00'] },
  '/settings': { allowed: 'account.manage', answer: () => to('/settings/notifications'), wrong: [] },
  '/settings/notifications': { allowed: 'account.manage', wrong: [] },
  '/settings/webhooks': { allowed: 'webhook.manage', wrong: [] },
  '/settings/webhooks/[id]': {
    allowed: 'webhook.manage',
    path: ({ keptHook }) => `/settings/webhooks/${keptHook.id}`,
    wrong: ['/settings/webhooks/1', '/settings/webhooks/%00', `/settings/webhooks/${LONG}`],
  },
  '/audit': { allowed: 'audit.read', wrong: ['/audit?before=-1', '/audit?invitation=x&from=soon', '/audit?q=%00'] },
};
