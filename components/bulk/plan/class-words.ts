import type { Batch, BatchKind, PlanShape, RowClass } from '@/lib/invitations/bulk/batch';
import type { RowCounts } from '@/lib/invitations/bulk/batches';

/** What happens to the rows of a class: they go, somebody is asked, they wait for a word, or nothing does. */
export type Fate = 'goes' | 'asks' | 'word' | 'stays';
export type ClassLine = {
  of: RowClass;
  fate: Fate;
  count: number;
  /** Of those that wait for a word: how many have one. */
  acknowledged: number;
  title: string;
  why: string;
};

type Words = { fate: Fate; title: (count: number) => string; why: string };

const people = (count: number): string => (count === 1 ? 'person' : 'people');
const said = (count: number): string => count.toLocaleString('en');

const WORDS: Record<RowClass, Words> = {
  new: { fate: 'goes', title: (n) => `${said(n)} new`, why: 'Nobody with this address is known: they are invited.' },
  expired: {
    fate: 'goes',
    title: (n) => `${said(n)} expired`,
    why: 'An earlier invitation was never accepted and its link is dead: they are invited again.',
  },
  ready: { fate: 'goes', title: (n) => `${said(n)} ready`, why: '' },
  'needs-approval': {
    fate: 'asks',
    title: (n) => `${said(n)} need${n === 1 ? 's' : ''} approval`,
    why: 'The policy asks for a second person: a request is made for each, and it goes once that is approved.',
  },
  lookalike: {
    fate: 'word',
    title: (n) => `${said(n)} look${n === 1 ? 's' : ''} like another address`,
    why: 'A typing mistake, or somebody posing as a partner. Left out until you take the address that was meant, or say why this one is right.',
  },
  revoked: {
    fate: 'word',
    title: (n) => `${said(n)} revoked earlier`,
    why: 'Somebody took an earlier invitation back. Left out until you say why they are to be invited again.',
  },
  pending: {
    fate: 'stays',
    title: (n) => `${said(n)} invited already`,
    why: 'An invitation is under way: one at a time for each person.',
  },
  'already-user': {
    fate: 'stays',
    title: (n) => `${said(n)} already ${n === 1 ? 'a user' : 'users'}`,
    why: 'They can sign in: no invitation is needed.',
  },
  'already-sent': {
    fate: 'stays',
    title: (n) => `${said(n)} sent before`,
    why: 'They were sent by an earlier import of this file, or have accepted: nobody is invited twice.',
  },
  twice: {
    fate: 'stays',
    title: (n) => `${said(n)} twice in the list`,
    why: 'The first row of the person counts.',
  },
  denied: {
    fate: 'stays',
    title: (n) => `${said(n)} refused by the policy`,
    why: 'Your organisation’s rules say no. Nothing is sent.',
  },
  bad: {
    fate: 'stays',
    title: (n) => `${said(n)} with something to mend`,
    why: 'Change the rows to have them go, too.',
  },
  over: { fate: 'stays', title: (n) => `${said(n)} not possible`, why: 'How it stands does not allow it any more.' },
};

const READY: Record<BatchKind, string> = {
  invite: 'They are invited.',
  revoke: 'The invitation is open: its link dies at once.',
  reissue: 'A new mail goes out, and the old link dies.',
};

/** A plan in lines, from what goes to what stays; none for a class that nobody is in. */
export function classLines(kind: BatchKind, counts: RowCounts, shape: PlanShape): ClassLine[] {
  return (Object.keys(WORDS) as RowClass[]).flatMap((of) => {
    const count = counts.byClass[of] ?? 0;
    if (count === 0) return [];
    const { fate, title, why } = WORDS[of];
    const acknowledged = of === 'lookalike' || of === 'revoked' ? shape.acknowledged[of] : 0;
    return [{ of, fate, count, acknowledged, title: title(count), why: of === 'ready' ? READY[kind] : why }];
  });
}

export type Totals = { going: number; asking: number; leftOut: number };

export function totalsOf(lines: readonly ClassLine[], counts: RowCounts): Totals {
  let [going, asking] = [0, 0];
  for (const { fate, count, acknowledged } of lines) {
    if (fate === 'goes') going += count;
    if (fate === 'word') going += acknowledged;
    if (fate === 'asks') asking += count;
  }
  return { going, asking, leftOut: counts.all - going - asking };
}

const VERB: Record<BatchKind, (count: number) => string> = {
  invite: (count) => `Invite ${said(count)}`,
  revoke: (count) => `Revoke ${said(count)}`,
  reissue: (count) => `Send ${said(count)} again`,
};

/** What the button does, with its numbers: "Invite 4,812 · 130 need approval · 58 left out". */
export function confirmWords(kind: Batch['kind'], { going, asking, leftOut }: Totals): string {
  const parts = [
    ...(going > 0 || asking === 0 ? [VERB[kind](going)] : []),
    ...(asking > 0
      ? [going > 0 ? `${said(asking)} need${asking === 1 ? 's' : ''} approval` : `Ask for approval of ${said(asking)}`]
      : []),
    ...(leftOut > 0 ? [`${said(leftOut)} left out`] : []),
  ];
  return parts.join(' · ');
}

/** "5,000 people", "one person". */
export const peopleWords = (count: number): string => `${count === 1 ? 'one' : said(count)} ${people(count)}`;
