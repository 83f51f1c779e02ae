import { redirect } from 'next/navigation';
import { firstRoom } from '@/components/shell/first-room';
import { requireActor } from '@/lib/auth/gate';

/** Usher opens where work starts; for whom there is no room, at the page that says whom to ask. */
export default async function Home(): Promise<never> {
  redirect(firstRoom(await requireActor('/'))?.href ?? '/no-access');
}
