/** The part of the table (`endpoints.ts`) that is about many at once. */
import type { ActionEntry, Fields, PageEntry, RouteEntry, World } from './entry';

const NOBODY = '00000000-0000-4000-8000-000000000000';

const LONG = 'x'.repeat(3_000);
const RUN = 'app/(desk)/imports/[id]/run-actions.ts';
const DRAFT = 'app/(desk)/imports/[id]/draft-actions.ts';

/** Of an import that is not there: whoever may change imports is told so. Every import is the desk's. */
const ofNone = (fields: Fields): ActionEntry => ({
  allowed: 'batch.manage',
  input: () => ({ id: NOBODY, ...fields }),
  answer: 'batch-not-found',
  anothers: 'shared',
});

/** Two people at once, of the directory that the world's guests are in. */
const twoPeople = (world: World) => {
  const { submissionKey, email, displayName, directoryId, purpose } = world.newGuest();
  const same = { roleIds: null, sponsorUserId: null, purpose: null };
  const people = [
    { email: String(email), displayName, ...same },
    { email: `second.${email}`, displayName, ...same, purpose: 'Another one' },
  ];
  return {
    submissionKey,
    directoryId,
    roleIds: [],
    sponsorUserId: '',
    purpose,
    ticket: '',
    people: JSON.stringify(people),
  } as Fields;
};

export const BULK_ACTIONS: Record<string, ActionEntry> = {
  'app/(desk)/invitations/bulk-actions.ts#bulkAction': {
    allowed: 'batch.manage',
    input: async (world) => ({
      submissionKey: crypto.randomUUID(),
      kind: 'revoke',
      which: 'selected',
      ids: (await world.guest()).id,
      reason: 'The fair is over',
    }),
    answer: 'goes to /imports/[id]',
    anothers: 'shared',
  },
  'app/(desk)/invite/many-actions.ts#draftPeopleAction': {
    allowed: 'batch.manage',
    input: twoPeople,
    anothers: 'none',
  },
  [`${RUN}#pauseAction`]: ofNone({}),
  [`${RUN}#resumeAction`]: ofNone({}),
  [`${RUN}#cancelAction`]: ofNone({}),
  [`${RUN}#retryAction`]: ofNone({ row: '1', code: '' }),
  [`${DRAFT}#mendCellAction`]: ofNone({ number: '1', field: 'roleIds', value: 'Basic User' }),
  [`${DRAFT}#fixEverywhereAction`]: ofNone({ field: 'roleIds', given: 'Basic', value: 'Basic User' }),
  [`${DRAFT}#leaveOutAction`]: ofNone({ which: 'problems', out: 'yes' }),
  [`${DRAFT}#changeSharedAction`]: ofNone({
    directoryId: '',
    roleIds: [],
    sponsorUserId: '',
    purpose: 'The fair',
    ticket: '',
  }),
  [`${DRAFT}#changeMappingAction`]: ofNone({ columns: ['email', ''] }),
  [`${DRAFT}#discardAction`]: ofNone({}),
};

const ROWS = `/api/imports/${NOBODY}`;

export const BULK_ROUTES: Record<string, RouteEntry> = {
  'POST /api/imports': {
    allowed: 'batch.manage',
    path: () => '/api/imports',
    file: { name: 'guests.csv', content: () => `Email,Name\n${crypto.randomUUID()}@northwind.example,Gwen Guest\n` },
    anothers: 'none',
    wrong: [],
  },
  'GET /api/imports/template': {
    allowed: 'batch.manage',
    path: () => '/api/imports/template',
    anothers: 'none',
    wrong: [],
  },
  'GET /api/imports/[id]/failed': {
    allowed: 'batch.read',
    path: () => `/api/imports/${NOBODY}/failed`,
    answer: '404 batch-not-found',
    anothers: 'shared',
    wrong: ['/api/imports/1/failed', `/api/imports/${NOBODY}/failed?code=No%20Code`],
  },
  'GET /api/imports/[id]/progress': {
    allowed: 'batch.read',
    path: () => `${ROWS}/progress`,
    answer: '404 batch-not-found',
    anothers: 'none',
    wrong: ['/api/imports/1/progress'],
  },
  'GET /api/imports/[id]/events': {
    allowed: 'batch.read',
    path: () => `${ROWS}/events`,
    answer: '404 batch-not-found',
    anothers: 'none',
    wrong: ['/api/imports/1/events'],
  },
  'GET /api/imports/[id]/rows': {
    allowed: 'batch.read',
    path: () => `${ROWS}/rows?numbers=1,2`,
    answer: '404 batch-not-found',
    anothers: 'none',
    wrong: [
      `${ROWS}/rows`,
      `${ROWS}/rows?numbers=1,x`,
      `${ROWS}/rows?numbers=${LONG}`,
      '/api/imports/1/rows?numbers=1',
    ],
  },
  'GET /api/imports/[id]/numbers': {
    allowed: 'batch.read',
    path: () => `${ROWS}/numbers?only=problems`,
    answer: '404 batch-not-found',
    anothers: 'none',
    wrong: [`${ROWS}/numbers?only=x`, '/api/imports/1/numbers'],
  },
};

export const BULK_PAGES: Record<string, PageEntry> = {
  '/imports': { allowed: 'batch.read', wrong: ['/imports?before=%00', '/imports?before=x&before=y'] },
  '/imports/new': { allowed: 'batch.manage', wrong: ['/imports/new?x=%00'] },
  '/imports/[id]': {
    allowed: 'batch.read',
    path: () => `/imports/${NOBODY}`,
    answer: () => 'not found',
    wrong: ['/imports/1', '/imports/%00'],
  },
};
