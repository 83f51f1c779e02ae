import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { batchTitle } from '@/components/bulk/batch-words';
import type { StageProps } from '@/components/bulk/stage-props';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import type { BatchState } from '@/lib/invitations/bulk/batch';
import { showBatch } from '@/lib/invitations/bulk/show-batch';
import { can } from '@/lib/invitations/policy';
import { requestId } from '@/lib/request';
import { DraftRoom } from './draft-room';
import { PlanRoom } from './plan-room';
import { RunRoom } from './run-room';
import { TargetsRoom } from './targets-room';

export const metadata: Metadata = { title: 'Import' };

const STAGES: Record<BatchState, (props: StageProps) => ReactNode | Promise<ReactNode>> = {
  reading: DraftRoom,
  draft: DraftRoom,
  planning: PlanRoom,
  planned: PlanRoom,
  held: RunRoom,
  running: RunRoom,
  paused: RunRoom,
  done: RunRoom,
  cancelled: RunRoom,
};

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<StageProps['query']>;
};

export default async function ImportPage({ params, searchParams }: Props) {
  const { id } = await params;
  const actor = await requirePermission('batch.read', `/imports/${encodeURIComponent(id)}`);
  if (!z.uuid().safeParse(id).success) notFound();
  const shown = await showBatch({ ctx: createContext(actor, await requestId()), input: { id } });
  if (!shown.ok) {
    if (shown.failure.code === 'batch-not-found') notFound();
    redirect('/no-access');
  }
  const { batch, counts } = shown.value;
  const Stage = batch.state === 'draft' && batch.kind !== 'invite' ? TargetsRoom : STAGES[batch.state];
  return (
    <>
      <h1 className="mb-6 font-semibold text-xl">{batchTitle(batch)}</h1>
      <Stage batch={batch} counts={counts} mayManage={can(actor, 'batch.manage')} query={await searchParams} />
    </>
  );
}
