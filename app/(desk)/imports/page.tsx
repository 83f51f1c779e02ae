import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { batchTitle } from '@/components/bulk/batch-words';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import { listBatches } from '@/lib/invitations/bulk/list-batches';
import { requestId } from '@/lib/request';

export const metadata: Metadata = { title: 'Imports' };

export default async function ImportsPage() {
  const actor = await requirePermission('batch.read', '/imports');
  const listed = await listBatches({ ctx: createContext(actor, await requestId()), input: { before: '' } });
  if (!listed.ok) redirect('/no-access');
  return (
    <>
      <h1 className="mb-6 font-semibold text-xl">Imports</h1>
      <ul>
        {listed.value.rows.map((batch) => (
          <li key={batch.id}>
            <a href={`/imports/${batch.id}`}>{batchTitle(batch)}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
