import 'server-only';
import { redirect } from 'next/navigation';
import { type Actor, can, type Permission } from '../invitations/policy';
import { currentActor } from './actor';

/** For pages: the actor, or the way to sign in. `returnTo` is a path of ours, with its query. */
export async function requireActor(returnTo: string): Promise<Actor> {
  const actor = await currentActor();
  if (actor === null) redirect(`/sign-in?callbackUrl=${encodeURIComponent(returnTo)}`);
  return actor;
}

/** For pages: the actor when they may, else the way to sign in or the page that says whom to ask. */
export async function requirePermission(permission: Permission, returnTo: string): Promise<Actor> {
  const actor = await requireActor(returnTo);
  if (!can(actor, permission)) redirect('/no-access');
  return actor;
}
