import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { signOutAction } from '@/app/sign-in/actions';
import { PlainFrame } from '@/components/shell/plain-frame';
import { roleWords } from '@/components/shell/role-words';
import { Button, buttonClass } from '@/components/ui/button';
import { currentActor } from '@/lib/auth/actor';
import { appConfig } from '@/lib/env';
import { type Actor, can } from '@/lib/invitations/policy';

export const metadata: Metadata = { title: 'No access' };

/** What this person's roles are good for today, said as it is. */
function situation({ roles }: Actor): string {
  if (roles.length === 0) {
    return 'Usher knows what you may do from the groups you are in at your organisation. None of yours gives a role here.';
  }
  if (roles.includes('sponsor') && roles.includes('auditor')) {
    return 'Sponsors will be able to request access for a guest, and auditors to read invitations and their history. Neither is built yet: today, only administrators and the helpdesk can do something here.';
  }
  if (roles.includes('sponsor')) {
    return 'Sponsors will be able to request access for a guest. That is not built yet: until then, ask your helpdesk to send the invitation, and name yourself as its sponsor.';
  }
  return 'Auditors will be able to read invitations and their history. There is no such page yet: today, only administrators and the helpdesk can do something here.';
}

export default async function NoAccessPage() {
  const actor = await currentActor();
  if (actor === null) redirect('/sign-in');
  const { contact } = appConfig();
  const mayWork = can(actor, 'invitation.create');
  return (
    <PlainFrame title={mayWork ? 'That page is not yours' : 'Nothing for you here yet'}>
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
      <p>{mayWork ? 'Your role does not include the page you asked for.' : situation(actor)}</p>
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
        {mayWork ? (
          <a href="/invite" className={buttonClass('primary')}>
            Go to Invite
          </a>
        ) : null}
        <form action={signOutAction}>
          <Button type="submit">Sign out</Button>
        </form>
      </div>
    </PlainFrame>
  );
}
