/** The part of the table (`endpoints.ts`) that is about the plan of an import. What comes of them is for their own tests. */
import type { ActionEntry, Fields, RouteEntry } from './entry';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const PLAN = 'a'.repeat(64);

/** An import is the desk's, for all who may manage them; of one that is not there everybody is told the same. */
const onImport = (more: Fields = {}): ActionEntry => ({
  allowed: 'batch.manage',
  input: () => ({ id: NOBODY, ...more }),
  answer: 'batch-not-found',
  anothers: 'shared',
});

export const PLAN_ACTIONS: Record<string, ActionEntry> = {
  'app/(desk)/imports/[id]/plan-actions.ts#planAction': onImport(),
  'app/(desk)/imports/[id]/plan-actions.ts#confirmAction': onImport({ plan: PLAN, typed: '' }),
  'app/(desk)/imports/[id]/plan-actions.ts#acknowledgeAction': onImport({
    class: 'lookalike',
    because: 'It is theirs',
  }),
  'app/(desk)/imports/[id]/plan-actions.ts#fixAction': onImport(),
  'app/(desk)/imports/[id]/plan-actions.ts#backAction': onImport(),
};

export const PLAN_ROUTES: Record<string, RouteEntry> = {
  'GET /api/imports/[id]/plan': {
    allowed: 'batch.read',
    path: () => `/api/imports/${NOBODY}/plan`,
    answer: '404 batch-not-found',
    anothers: 'shared',
    wrong: ['/api/imports/1/plan', '/api/imports/%00/plan'],
  },
  'GET /api/imports/[id]/plan/rows': {
    allowed: 'batch.read',
    path: () => `/api/imports/${NOBODY}/plan/rows?of=new`,
    answer: '404 batch-not-found',
    anothers: 'shared',
    wrong: [
      `/api/imports/${NOBODY}/plan/rows`,
      `/api/imports/${NOBODY}/plan/rows?of=good`,
      `/api/imports/${NOBODY}/plan/rows?of=new&after=x`,
      '/api/imports/1/plan/rows?of=new',
    ],
  },
};
