import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { queueAddress } from '@/components/requests/queue-list';
import { requirePermission } from '@/lib/auth/gate';
import { showRequestSchema } from '@/lib/invitations/requests/fields';
import { type Query, RequestsRoom, tabOf } from '../room';

export const metadata: Metadata = { title: 'Request' };

export default async function RequestPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Query>;
}) {
  const [asked, query] = await Promise.all([params, searchParams]);
  // Whoever asked may open it, too: the same roles may ask and decide.
  const actor = await requirePermission('request.decide', queueAddress(tabOf(query), encodeURIComponent(asked.id)));
  const input = showRequestSchema.safeParse(asked);
  if (!input.success) notFound();
  return <RequestsRoom actor={actor} query={query} open={input.data.id} />;
}
