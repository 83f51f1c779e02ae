import 'server-only';
import { type AnyColumn, and, arrayContains, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { EXPIRING_MS, FAILED_MS, type ListFilter, OUTSIDE, type Tab, WAITING_MS } from '../invitations/desk';
import { isOpenDouble } from './doubles';
import { invitations } from './schema';

const DAY_MS = 86_400_000;
export const ON_ITS_WAY = ['intent', 'held', 'queued', 'sending', 'reissuing'] as const;
/** These should be over in seconds; what is held or queued waits for its time. */
const SHOULD_BE_SHORT = ['intent', 'sending', 'reissuing'] as const;
/** More words than these narrow nothing down, and each costs. */
const MAX_TERMS = 8;
/** A trigram index finds nothing shorter; beginnings of words it does find, padded as they are. */
const TRIGRAM = 3;
/** In one expression: each of five patterns would go through the index by itself, and find the same there. */
const WORD_START = '(^|[ .@-])';
/** The index looks for every three letters of what it is asked for: more of them cost, and find nothing less. */
const MOST_INDEXED = 12;
const BEGINS_A_WORD = /^[\p{L}\p{N}]/u;

/** `text` with nothing in it that LIKE would read as a wildcard. */
export const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const regexLiteral = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/**
 * Every word must be somewhere in `text`, which is lower-case; one of one or two letters must begin a word. What begins with a
 * sign is looked for as it is: ".4" says itself where the 4 stands.
 */
export function everyWord(text: SQL | AnyColumn, search: string): SQL | undefined {
  const terms = search.toLowerCase().split(/\s+/u).filter(Boolean).slice(0, MAX_TERMS);
  return and(...terms.map((term) => termCondition(text, term)));
}

function termCondition(text: SQL | AnyColumn, term: string): SQL | undefined {
  const letters = [...term];
  if (letters.length < TRIGRAM && BEGINS_A_WORD.test(term)) {
    // One cheap look, which most rows do not pass, before the dear one.
    return and(contains(text, term), sql`${text} ~ ${WORD_START + regexLiteral(term)}`);
  }
  const whole = like(text, `%${likeLiteral(term)}%`);
  return letters.length <= MOST_INDEXED
    ? whole
    : and(like(text, `%${likeLiteral(rarest(letters))}%`), contains(text, term));
}

const like = (text: SQL | AnyColumn, pattern: string): SQL => sql`${text} like ${pattern}`;
/** By no index. */
const contains = (text: SQL | AnyColumn, part: string): SQL => sql`strpos(${text}, ${part}) > 0`;

/** The part that fewest rows have: in an address the end of what stands before the @, for a domain is shared by many. */
function rarest(letters: readonly string[]): string {
  const at = letters.indexOf('@');
  const end = at < TRIGRAM ? MOST_INDEXED : at + 1;
  return letters.slice(Math.max(0, end - MOST_INDEXED), end).join('');
}

/** What may be under "pending", "expiring" or "attention", or has lapsed: the rows that an index on the state finds. */
export const unsettled = (now: Date): SQL | undefined =>
  or(
    inArray(invitations.state, ['pending', 'unknown', 'needs-person', ...ON_ITS_WAY]),
    and(eq(invitations.state, 'failed'), gte(invitations.createdAt, new Date(now.getTime() - FAILED_MS))),
  );

/** Past its time: the upstream may say "pending" a while longer. */
export const lapsed = (now: Date): SQL =>
  sql`(${invitations.state} = 'pending' and ${invitations.expiresAt} <= ${now.toISOString()}::timestamptz)`;

const notLapsed = (now: Date): SQL =>
  sql`(${invitations.expiresAt} is null or ${invitations.expiresAt} > ${now.toISOString()}::timestamptz)`;

export function tabCondition(tab: Tab, now: Date): SQL | undefined {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  switch (tab) {
    case 'attention':
      return or(
        inArray(invitations.state, ['unknown', 'needs-person']),
        and(eq(invitations.state, 'failed'), gte(invitations.createdAt, ago(FAILED_MS)), notSentSince),
        and(inArray(invitations.state, [...SHOULD_BE_SHORT]), lt(invitations.updatedAt, ago(WAITING_MS))),
        isOpenDouble(now),
      );
    case 'pending':
      return or(and(eq(invitations.state, 'pending'), notLapsed(now)), inArray(invitations.state, [...ON_ITS_WAY]));
    case 'expiring':
      return and(
        eq(invitations.state, 'pending'),
        sql`${invitations.expiresAt} > ${now.toISOString()}::timestamptz`,
        sql`${invitations.expiresAt} <= ${new Date(now.getTime() + EXPIRING_MS).toISOString()}::timestamptz`,
      );
    case 'expired':
      return or(eq(invitations.state, 'expired'), lapsed(now));
    case 'accepted':
    case 'revoked':
      return eq(invitations.state, tab);
    case 'all':
      return undefined;
  }
}

/** Whoever failed once and was invited since needs nobody's attention. */
const notSentSince = sql`not exists (select 1 from invitation later where later.email_key = invitation.email_key
  and later.directory_id = invitation.directory_id and later.created_at > invitation.created_at and later.state <> 'failed')`;

/** All of a filter but its tab. */
export function filterCondition(filter: ListFilter): SQL | undefined {
  const { directoryId, roleId, sponsorUserId, inviter, from, to } = filter;
  return and(
    everyWord(invitations.searchText, filter.search),
    directoryId === '' ? undefined : eq(invitations.directoryId, directoryId),
    roleId === '' ? undefined : arrayContains(invitations.roleIds, [roleId]),
    sponsorUserId === '' ? undefined : eq(invitations.sponsorUserId, sponsorUserId),
    inviter === ''
      ? undefined
      : inviter === OUTSIDE
        ? eq(invitations.origin, 'outside')
        : eq(invitations.senderSubject, inviter),
    from === '' ? undefined : gte(invitations.createdAt, new Date(`${from}T00:00:00Z`)),
    to === '' ? undefined : lt(invitations.createdAt, new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS)),
  );
}
