import type { ReactNode } from 'react';
import { SettingsNav } from '@/components/settings/settings-nav';
import { currentActor } from '@/lib/auth/actor';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  // No boundary: every page in here asks for itself.
  if (actor === null) return children;
  return (
    <>
      <SettingsNav roles={actor.roles} />
      {children}
    </>
  );
}
