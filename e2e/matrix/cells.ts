import type { Reply } from '@/scripts/lib/http-session';
import { type Caller, verdict } from './callers';
import type { Allowed, Fields, World } from './entry';
import type { App } from './house';

/** One cell of the matrix: a request, and how it must end. */
export type Cell = {
  name: string;
  caller: Caller;
  send: () => Promise<Reply>;
  read: (reply: Reply) => string;
  expected: string;
  /** What it may leave behind; null where a success leaves what it should. */
  leaves: readonly string[] | null;
  /**
   * The answer is a page that this caller may see or whose frame counts what waits for them, or it is known only after a look
   * at who the caller is: what is read upstream on the way is no trace of the request.
   */
  readsUpstream?: boolean;
  /** A text that must not be found anywhere afterwards. */
  nowhere?: string;
};

/** The refused first, for all endpoints: so that nothing that was let in is still at work while traces are looked for. */
export type Cells = { refused: Cell[]; letIn: Cell[] };
export type Place = { app: App; world: { refused: World; letIn: World } };

/** Every page's frame says how many requests wait for whoever may decide, and looks upstream who that is. */
export const hasCount = (caller: Caller): boolean => verdict(caller, 'request.decide') === 'let in';

export const letInTo = ({ callers: { tried } }: App, allowed: Allowed): Caller[] =>
  tried.filter((caller) => verdict(caller, allowed) === 'let in');
export const refusedBy = ({ callers: { tried } }: App, allowed: Allowed): Caller[] =>
  tried.filter((caller) => verdict(caller, allowed) !== 'let in');

export const refusalNote = (code: string, permission: Allowed): string =>
  `entry policy.refused ${JSON.stringify({ code, permission })}`;

/** The only thing that a refusal may leave: a word to the auditor, which names the permission that was asked for. */
export const noteOf = (caller: Caller, allowed: Allowed): string[] =>
  verdict(caller, allowed) === 'forbidden' ? [refusalNote('forbidden', allowed)] : [];

/** What a request that does not come from a page of ours says of itself; `null` is a sandboxed frame's. */
export const origins = (appUrl: string): { name: string; headers: Record<string, string>; byNext?: true }[] => [
  // The framework compares it with the host before anything of ours runs, and breaks off.
  { name: 'foreign origin', headers: { origin: 'https://evil.example' }, byNext: true },
  { name: 'foreign origin and host alike', headers: { origin: 'http://evil.example', host: 'evil.example' } },
  { name: 'origin null', headers: { origin: 'null', host: 'null' } },
  { name: 'no origin', headers: {} },
  { name: 'cross-site by the browser’s word', headers: { origin: appUrl, 'sec-fetch-site': 'cross-site' } },
];

/** What somebody would add to a form who hopes that all of it is taken over. */
export function extraFields(): { marker: string; fields: Fields } {
  const marker = `extra-${crypto.randomUUID()}`;
  // biome-ignore format: one glance.
  const names = [
    'roles', 'actor', 'subject', 'senderSubject', 'senderName', 'sender_name', 'permission', 'status', 'state',
    'origin', 'invitedByUserId', 'createdUserId', 'sponsorName', 'requestId', '__proto__',
  ];
  return { marker, fields: Object.fromEntries(names.map((name) => [name, marker])) };
}

export const withQuery = (path: string, fields: Fields): string => {
  const url = new URL(path, 'http://any');
  for (const [name, value] of Object.entries(fields))
    for (const each of [value].flat()) url.searchParams.append(name, each);
  return url.pathname + url.search;
};
