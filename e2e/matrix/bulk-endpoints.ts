/** The part of the table (`endpoints.ts`) that is about many at once. */
import type { PageEntry } from './entry';

const NOBODY = '00000000-0000-4000-8000-000000000000';

export const BULK_PAGES: Record<string, PageEntry> = {
  '/imports': { allowed: 'batch.read', wrong: ['/imports?before=%00', '/imports?before=x&before=y'] },
  '/imports/[id]': {
    allowed: 'batch.read',
    path: () => `/imports/${NOBODY}`,
    answer: () => 'not found',
    wrong: ['/imports/1', '/imports/%00'],
  },
};
