import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { signOutAction } from '@/app/sign-in/actions';
import { firstRoom } from '@/components/shell/first-room';
import { PlainFrame } from '@/components/shell/plain-frame';
import { roleWords } from '@/components/shell/role-words';
import { Button, buttonClass } from '@/components/ui/button';
import { currentActor } from '@/lib/auth/actor';
import { appConfig } from '@/lib/env';

export const metadata: Metadata = { title: 'No access' };

const NO_ROLE =
  'Usher knows what you may do from the groups you are in at your organisation. None of yours gives a role here.';

export default async function NoAccessPage() {
  const actor = await currentActor();
  if (actor === null) redirect('/sign-in');
  const { contact } = appConfig();
  const room = firstRoom(actor);
  return (
    <PlainFrame title={room !== null ? 'That page is not yours' : 'Nothing for you here yet'}>
      <p>
        You are signed in as <strong dir="auto">{actor.name}</strong>
        {actor.email === '' || actor.email === actor.name ? null : <> ({actor.email})</>}.{' '}
        {actor.roles.length === 0 ? (
          'You have no role in Usher.'
        ) : (
          <>
            Your role in Usher: <strong>{roleWords(actor.roles)}</strong>.
          </>
        )}
      </p>
      <p>{room !== null ? 'Your role does not include the page you asked for.' : NO_ROLE}</p>
      <p>
        {contact === ''
          ? 'To get another role, ask whoever manages groups in your organisation to add you to the right one. Then sign out and in again.'
          : 'To get another role, ask: '}
        {contact === '' ? null : (
          <>
            <strong dir="auto">{contact}</strong>. Then sign out and in again.
          </>
        )}
      </p>
      <div className="flex flex-wrap gap-3 pt-1">
        {room === null ? null : (
          <a href={room.href} className={buttonClass('primary')}>
            Go to {room.name}
          </a>
        )}
        <form action={signOutAction}>
          <Button type="submit">Sign out</Button>
        </form>
      </div>
    </PlainFrame>
  );
}
