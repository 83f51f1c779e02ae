import 'server-only';
import { systemClock } from '../clock';
import type { Actor } from '../invitations/policy';
import { clientAddress } from '../request';
import { currentSession } from './session';

/** Who is asking; null when nobody is signed in. Every action, route handler and page asks this itself. */
export async function currentActor(): Promise<Actor | null> {
  const session = await currentSession(systemClock.now());
  if (session === null) return null;
  const { subject, name, email, emailVerified, roles } = session;
  return { subject, name, email, emailVerified, roles, address: await clientAddress() };
}
