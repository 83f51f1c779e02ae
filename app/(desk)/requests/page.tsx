import type { Metadata } from 'next';
import { queueAddress } from '@/components/requests/queue-list';
import { requirePermission } from '@/lib/auth/gate';
import { type Query, RequestsRoom, tabOf } from './room';

export const metadata: Metadata = { title: 'Requests' };

export default async function RequestsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const actor = await requirePermission('request.decide', queueAddress(tabOf(query)));
  return <RequestsRoom actor={actor} query={query} open={null} />;
}
