import type { UsherRole } from '@/lib/invitations/invitation';
import type { Permission } from '@/lib/invitations/policy';

/** Who comes to an endpoint: each role, nobody in four ways, and somebody by whom everything is allowed. */
export type CallerName = UsherRole | 'no role' | 'everything' | NotSignedIn;
export type NotSignedIn = 'no session' | 'expired' | 'older than a session lasts' | 'signed with another key';

/** `signed-in`: whoever has a session. `public`: everybody. */
export type Allowed = Permission | 'signed-in' | 'public';
export type Fields = Record<string, string | string[]>;

export type ActionEntry = {
  allowed: Allowed;
  /** What the form sends when it is filled well. `guest` is an invitation that may be used up. */
  input: (world: World, caller: CallerName) => Fields | Promise<Fields>;
  /** How that ends for whom it is allowed; `ok` where nothing is said. */
  answer?: string | ((caller: CallerName) => string);
  /** Somebody else's object, and how that ends. `shared`: the desk's, for all who have the permission. `none`: it acts on none. */
  anothers: 'shared' | 'none' | { input: (world: World) => Fields; answer: string };
  /** What an administrator may do with everybody’s but their own, and how that ends: a refusal that the audit keeps. */
  own?: { input: (world: World) => Fields; answer: string };
  /** Takes no field, or takes no notice of what it cannot use: otherwise a wrong type is to be called invalid. */
  lenient?: true;
};

export type RouteEntry = {
  allowed: Allowed;
  path: (world: World) => string;
  /** How a good request ends; `ok` where nothing is said. */
  answer?: string;
  anothers: 'shared' | 'none';
  /** Paths with a wrong value in each place that takes one: all are to be called invalid. */
  wrong: string[];
  /** What is posted, as JSON from our own page; absent for what takes nothing but its path. */
  body?: (world: World) => Record<string, unknown>;
  /** What is posted as a file of our own page instead. */
  file?: { name: string; content: () => string };
  /** What is posted as a form of our own page instead. */
  form?: (world: World) => Record<string, string>;
  /** For what writes. `own`: not our check of the Origin but a token of the library's. */
  write?: 'own';
};

export type PageEntry = {
  allowed: Allowed;
  /** Where the route alone does not say it. */
  path?: (world: World) => string;
  /** How it ends for whom it is allowed; `shown` where nothing is said. */
  answer?: (roles: readonly UsherRole[] | null) => string;
  /** Paths with values that make no sense: shown all the same, or not found. */
  wrong: string[];
};

/** Somebody who was invited. */
export type Guest = {
  id: string;
  submissionKey: string;
  email: string;
  directoryId: string;
  upstreamId: string;
  /** The form as it was sent. */
  sent: Fields;
};

/** A webhook that is switched off, with one delivery in its log. */
export type Hook = { id: string; delivery: string };

/** What somebody asked for. */
export type Asked = {
  id: string;
  contentHash: string;
  email: string;
  /** The form as it was sent. */
  sent: Fields;
};

/** What the entries of the table can take for their inputs. */
export type World = {
  /** Sent by the helpdesk, and there as long as the matrix: what nobody may touch or read who may not. */
  kept: Guest;
  /** One that may be used up. Where the request will be refused anyway it is `kept`, so that a success would show. */
  guest: () => Promise<Guest>;
  /** What nobody may touch who may not; and, as with `guest`, one that may be used up. */
  keptHook: Hook;
  hook: () => Promise<Hook>;
  /** A form for somebody whom nobody knows yet. */
  newGuest: () => Fields;
  /** One that this caller sent; `kept` for whom that cannot be. */
  sentBy: (caller: CallerName) => Guest;
  /** Asked for by the helpdesk, and open as long as the matrix: what nobody may touch or read who may not. */
  keptRequest: Asked;
  /** An open one of this caller’s own that may be used up; `keptRequest` where the request will be refused anyway. */
  request: (caller: CallerName) => Promise<Asked>;
  /** A form for somebody whom nobody may invite without another’s word. */
  newRequest: () => Fields;
  /** One that this caller asked for, and that stays; `keptRequest` for whom that cannot be. */
  askedBy: (caller: CallerName) => Asked;
  /** The open invitation of a guest of this caller’s own that may be used up; `kept` where it will be refused anyway. */
  ownGuest: (caller: CallerName) => Promise<Guest>;
  /** As `guest`, and in question as the second of another. */
  double: () => Promise<Guest>;
  /** Whom the helpdesk and the auditor are upstream. */
  users: { helpdesk: string; auditor: string };
};
