import type { ReactNode } from 'react';
import { signOutAction } from '@/app/sign-in/actions';
import { DeskShell } from '@/components/shell/desk-shell';
import { currentActor } from '@/lib/auth/actor';
import { createContext } from '@/lib/context';
import { countPending } from '@/lib/invitations/count-pending';
import { countToDecide } from '@/lib/invitations/requests/count-to-decide';
import { requestId } from '@/lib/request';

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  // No boundary: every page in here asks for itself, and sends whoever is not signed in away with the way back.
  if (actor === null) return children;
  const ctx = createContext(actor, await requestId());
  const [pending, toDecide] = await Promise.all([countPending({ ctx }), countToDecide({ ctx })]);
  return (
    <DeskShell actor={actor} counts={{ pending, toDecide }} signOut={signOutAction}>
      {children}
    </DeskShell>
  );
}
