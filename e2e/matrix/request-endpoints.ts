/** The part of the table (`endpoints.ts`) that is about requests and one's own guests. */
import type { ActionEntry, Asked, Fields, Guest, PageEntry, World } from './entry';

const LONG = 'x'.repeat(3_000);
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The form asks for somebody else now: what is echoed is not what nobody may read. */
const changeOf = ({ id }: Asked, world: World): Fields => ({ ...world.newRequest(), id, revision: '1' });
const again = ({ id }: Guest): Fields => ({ submissionKey: crypto.randomUUID(), id, reason: 'The mail was lost' });
const approvalOf = ({ id, contentHash }: Asked): Fields => ({
  decision: 'approve',
  id,
  revision: '1',
  contentHash,
  note: '',
  override: '',
});

export const REQUEST_ACTIONS: Record<string, ActionEntry> = {
  'app/(desk)/request/actions.ts#askAction': {
    allowed: 'request.create',
    input: (world) => world.newRequest(),
    // The same key from another person is another form, and not a way to read what the first one asked for.
    anothers: { input: ({ keptRequest }) => keptRequest.sent, answer: 'submission-reused' },
  },
  'app/(desk)/request/actions.ts#editAction': {
    allowed: 'request.create',
    input: async (world, caller) => changeOf(await world.request(caller), world),
    anothers: { input: (world) => changeOf(world.keptRequest, world), answer: 'request-not-found' },
  },
  'app/(desk)/my-guests/actions.ts#withdrawAction': {
    allowed: 'request.create',
    input: async (world, caller) => ({ id: (await world.request(caller)).id }),
    anothers: { input: ({ keptRequest }) => ({ id: keptRequest.id }), answer: 'request-not-found' },
  },
  'app/(desk)/my-guests/actions.ts#answerAction': {
    allowed: 'request.create',
    input: async (world, caller) => ({ id: (await world.request(caller)).id, text: 'Until the end of May' }),
    anothers: { input: ({ keptRequest }) => ({ id: keptRequest.id, text: 'Never mind' }), answer: 'request-not-found' },
  },
  'app/(desk)/my-guests/actions.ts#askReissueAction': {
    allowed: 'request.create',
    input: async (world, caller) => again(await world.ownGuest(caller)),
    anothers: { input: ({ kept }) => again(kept), answer: 'invitation-not-found' },
  },
  'app/(desk)/my-guests/actions.ts#revokeGuestAction': {
    allowed: 'guest.read',
    input: async (world, caller) => ({ id: (await world.ownGuest(caller)).id, reason: 'Not coming after all' }),
    anothers: { input: ({ kept }) => ({ id: kept.id, reason: 'Not mine' }), answer: 'invitation-not-found' },
  },
  'app/(desk)/requests/actions.ts#decideAction': {
    allowed: 'request.decide',
    // A sponsor decides where the policy names them, and no other request is there for them at all.
    input: async (world, caller) =>
      approvalOf(caller === 'sponsor' ? world.keptRequest : await world.request('sponsor')),
    answer: (caller) => (caller === 'sponsor' ? 'request-not-found' : 'ok'),
    anothers: 'shared',
    own: { input: (world) => approvalOf(world.askedBy('admin')), answer: 'own-request' },
  },
  'app/(desk)/settings/sponsors/actions.ts#handOverAction': {
    allowed: 'sponsor.hand-over',
    // The helpdesk’s guests are the kept ones: a refused call that worked would show in them.
    input: ({ users }) => ({ fromUserId: users.helpdesk, toUserId: users.auditor }),
    anothers: 'shared',
  },
};

export const REQUEST_PAGES: Record<string, PageEntry> = {
  '/request': { allowed: 'request.create', wrong: ['/request?email=%00&email=b'] },
  '/request/[id]': {
    allowed: 'request.create',
    path: ({ keptRequest }) => `/request/${keptRequest.id}`,
    // Only whoever asked changes it.
    answer: (roles) => (roles?.includes('helpdesk') ? 'shown' : 'not found'),
    wrong: ['/request/1', '/request/%00', `/request/${NOBODY}`],
  },
  '/my-guests': { allowed: 'guest.read', wrong: ['/my-guests?x=%00'] },
  '/requests': {
    allowed: 'request.decide',
    wrong: ['/requests?tab=x&tab=y', '/requests?after=%00', `/requests?tab=decided&after=${LONG}`],
  },
  '/requests/[id]': {
    allowed: 'request.decide',
    path: ({ keptRequest }) => `/requests/${keptRequest.id}`,
    // The desk's, and nobody else's whom it does not name.
    answer: (roles) => (roles?.includes('admin') || roles?.includes('helpdesk') ? 'shown' : 'not found'),
    wrong: ['/requests/1', '/requests/%00', `/requests/${NOBODY}`, `/requests/${NOBODY}?tab=x&after=%00`],
  },
  '/settings/sponsors': { allowed: 'sponsor.hand-over', wrong: ['/settings/sponsors?x=%00'] },
};
