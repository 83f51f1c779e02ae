import { redirect } from 'next/navigation';
import { requirePermission } from '@/lib/auth/gate';

/** What everybody has. */
export default async function SettingsPage() {
  await requirePermission('account.manage', '/settings');
  redirect('/settings/notifications');
}
