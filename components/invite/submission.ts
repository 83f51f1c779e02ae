import type { InviteState, ShownFailure } from '@/lib/action-state';

/** Codes after which the same key must go on: what became of it is not known, or it is still under way. */
const KEEPS_KEY = new Set<ShownFailure['code']>(['outcome-unknown', 'waiting-to-be-sent']);

/** The key the form carries after `state`: the old one while its outcome is open, else a fresh one. */
export function keyAfter(state: InviteState, current: string, fresh: () => string): string {
  if (state.status === 'failed') return KEEPS_KEY.has(state.failure.code) ? state.values.submissionKey : fresh();
  return state.status === 'idle' ? current : fresh();
}

/** Whether it is open yet if, or when, the invitation went out: the same form is not sent again before that is known. */
export const isOpen = (state: InviteState): boolean => state.status === 'failed' && KEEPS_KEY.has(state.failure.code);

/** The call itself never came back: it may or may not have reached Usher. */
export const LOST: ShownFailure = {
  code: 'outcome-unknown',
  words: {
    what: 'We do not know yet whether the invitation went out.',
    why: 'The connection to Usher broke while sending. What you typed is kept.',
    next: 'When you are connected again, use “Check now”: it looks before anything is sent again.',
  },
  requestId: '',
};

/** The browser knows that it has no network, so nothing left it. */
export const OFFLINE: ShownFailure = {
  code: 'unexpected',
  words: {
    what: 'You are offline.',
    why: 'Your browser has no network. Nothing was sent, and what you typed is kept.',
    next: 'Connect, then send again.',
  },
  requestId: '',
};

/** The page is older than the running Usher: its action does not exist any more, so nothing happened. */
export const OUTDATED: ShownFailure = {
  code: 'unexpected',
  words: {
    what: 'Usher was updated since you opened this page.',
    why: 'The old page cannot send to the new Usher. Nothing was sent, and what you typed is kept.',
    next: 'Reload the page, then send again.',
  },
  requestId: '',
};
