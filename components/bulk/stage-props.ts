import type { Batch } from '@/lib/invitations/bulk/batch';
import type { RowCounts } from '@/lib/invitations/bulk/batches';

/** What each stage of an import's page is given. `mayManage`: whoever only reads sees no buttons. */
export type StageProps = {
  batch: Batch;
  counts: RowCounts;
  mayManage: boolean;
  query: Record<string, string | string[] | undefined>;
};
