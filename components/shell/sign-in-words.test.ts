import { expect, it } from 'vitest';
import { signInMessage } from './sign-in-words';

it('says nothing when nothing happened', () => {
  expect(signInMessage({ signedOut: false })).toBeNull();
  expect(signInMessage({ error: '', signedOut: false })).toBeNull();
});

it.each(['AccessDenied', 'Configuration', 'OAuthCallback', 'SessionExpired'])('has its own words for %s', (error) => {
  expect(signInMessage({ error, signedOut: false })?.title).not.toBe('The sign-in did not work');
});

it('shows no unknown code as it came, nor anything inherited', () => {
  for (const error of ['<script>', 'constructor', 'toString'])
    expect(signInMessage({ error, signedOut: false })?.title).toBe('The sign-in did not work');
});

it('tells an error rather than the sign-out', () => {
  expect(signInMessage({ signedOut: true })?.tone).toBe('success');
  expect(signInMessage({ error: 'Callback', signedOut: true })?.tone).toBe('danger');
});
