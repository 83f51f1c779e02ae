import type { Tone } from '@/components/ui/notice';

export type SignInMessage = { tone: Tone; title: string; text: string };

const AGAIN = 'Try again. If it happens again, tell an administrator: the log says more.';

/** What next-auth (and our own actions) put into `?error=`, in words. */
const ERRORS: Record<string, Omit<SignInMessage, 'tone'>> = {
  AccessDenied: {
    title: 'You were not let in',
    text: 'Your organisation’s sign-in turned the request down, or you stopped it there. Sign in again, or ask whoever looks after access to Usher.',
  },
  Configuration: {
    title: 'Signing in is not set up correctly',
    text: 'Usher cannot talk to your organisation’s sign-in. Nothing is wrong with your account. Tell an administrator: “npm run doctor” names the cause.',
  },
  OAuthSignin: {
    title: 'Your organisation’s sign-in cannot be reached',
    text: `Usher could not start the sign-in there. ${AGAIN}`,
  },
  OAuthCallback: {
    title: 'The sign-in was not completed',
    text: `It was stopped at your organisation, took too long, or was started in another tab. ${AGAIN}`,
  },
  Callback: { title: 'The sign-in was not completed', text: `Its last step failed. ${AGAIN}` },
  SessionExpired: {
    title: 'Your session has ended',
    text: 'A session lasts 8 hours at the most. Sign in again to go on where you were.',
  },
  SessionRequired: { title: 'Please sign in', text: 'This page is for people who are signed in.' },
  Origin: {
    title: 'Usher refused the request',
    text: 'It did not come from Usher’s own page, or the address in your browser is not Usher’s public address. Open Usher at its usual address.',
  },
};

/** The message of the sign-in page, from its address; null when there is nothing to say. Unknown codes get honest words. */
export function signInMessage(query: { error?: string | undefined; signedOut: boolean }): SignInMessage | null {
  const { error } = query;
  if (error !== undefined && error !== '') {
    const known = Object.hasOwn(ERRORS, error) ? ERRORS[error] : undefined;
    return { tone: 'danger', ...(known ?? { title: 'The sign-in did not work', text: AGAIN }) };
  }
  if (query.signedOut) {
    return {
      tone: 'success',
      title: 'You are signed out',
      text: 'On a shared computer, close the browser too.',
    };
  }
  return null;
}
