/** The part of the table (`endpoints.ts`) that is about many at once. */
import type { ActionEntry, PageEntry } from './entry';

const NOBODY = '00000000-0000-4000-8000-000000000000';

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
};

export const BULK_PAGES: Record<string, PageEntry> = {
  '/imports': { allowed: 'batch.read', wrong: ['/imports?before=%00', '/imports?before=x&before=y'] },
  '/imports/[id]': {
    allowed: 'batch.read',
    path: () => `/imports/${NOBODY}`,
    answer: () => 'not found',
    wrong: ['/imports/1', '/imports/%00'],
  },
};
