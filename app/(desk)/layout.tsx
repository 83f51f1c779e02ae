import type { ReactNode } from 'react';
import { signOutAction } from '@/app/sign-in/actions';
import { DeskShell } from '@/components/shell/desk-shell';
import { currentActor } from '@/lib/auth/actor';

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  // No boundary: every page in here asks for itself, and sends whoever is not signed in away with the way back.
  if (actor === null) return children;
  return (
    <DeskShell actor={actor} signOut={signOutAction}>
      {children}
    </DeskShell>
  );
}
