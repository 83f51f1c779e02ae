'use server';

import { redirect } from 'next/navigation';
import { formFrom } from '@/lib/action';
import { startSignIn } from '@/lib/auth/sign-in';
import { signOut } from '@/lib/auth/sign-out';
import { isSameOrigin } from '@/lib/request';

/** Starts the sign-in at the identity provider; `callbackUrl` says where to come back to (a path of ours, or it is ignored). */
export async function signInAction(data: FormData): Promise<void> {
  if (!(await isSameOrigin())) redirect('/sign-in?error=Origin');
  const wanted = formFrom(data).get('callbackUrl');
  redirect(await startSignIn(typeof wanted === 'string' && /^\/(?![/\\])/.test(wanted) ? wanted : '/'));
}

/** Ends the session here and at the identity provider. */
export async function signOutAction(): Promise<void> {
  if (!(await isSameOrigin())) redirect('/sign-in?error=Origin');
  redirect(await signOut());
}
