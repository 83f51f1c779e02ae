import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PlainFrame } from '@/components/shell/plain-frame';
import { signInMessage } from '@/components/shell/sign-in-words';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { currentActor } from '@/lib/auth/actor';
import { SIGNED_OUT } from '@/lib/auth/sign-out';
import { signInAction } from './actions';

export const metadata: Metadata = { title: 'Sign in' };

type Query = Record<string, string | string[] | undefined>;
const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const message = signInMessage({
    error: first(query.error),
    signedOut: query.signedOut !== undefined || first(query.state) === SIGNED_OUT,
  });
  // Whoever is signed in already and has nothing to read here wants to work.
  if (message === null && (await currentActor()) !== null) redirect('/');
  return (
    <PlainFrame title="Sign in to Usher">
      {message === null ? null : (
        <div role={message.tone === 'danger' ? 'alert' : 'status'}>
          <Notice tone={message.tone} title={message.title}>
            <p>{message.text}</p>
          </Notice>
        </div>
      )}
      <p className="text-ink-muted">Invite people into your directory, and see who invited whom, and why.</p>
      <form action={signInAction}>
        <input type="hidden" name="callbackUrl" value={first(query.callbackUrl) ?? '/'} />
        <Button type="submit" kind="primary" className="w-full">
          Sign in with your organisation
        </Button>
      </form>
    </PlainFrame>
  );
}
