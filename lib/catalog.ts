import 'server-only';
import { LRUCache } from 'lru-cache';
import type { Catalog } from './invitations/context';
import { emailKey } from './invitations/email';
import type { DirectoryView } from './invitations/invitation';
import type { Answer, Call, Clock, Directory, SearchUsers, UpstreamUser } from './invitations/ports';

/** Long enough that filling and sending a form reads once, short enough that a new role is there when its maker looks. */
const FRESH_MS = 60_000;
const MAX_PEOPLE = 5_000;

type Listed = { domains: string[]; directories: DirectoryView[] };

/**
 * Directories, roles and people by id, each remembered for a minute. Many who ask at once share one call; failures are
 * not remembered.
 */
export function createCatalog(directory: Directory, clock: Clock): Catalog {
  let seen: { date: Date; at: number } | null = null;
  const observed = <T>(answer: Answer<T>): Answer<T> => {
    if (answer.upstreamDate !== undefined) seen = { date: answer.upstreamDate, at: clock.monotonicMs() };
    return answer;
  };
  const listed = remembered(clock, async (call) => {
    const answer = observed(await directory.listDirectories(call));
    if (!answer.ok) return answer;
    return {
      ...answer,
      value: {
        domains: answer.value.flatMap((each) => each.selfRegistrationDomains),
        directories: answer.value.map(({ id, name, isDefault, linkLifetimeSeconds, onboardingFlowId }) => ({
          id,
          name: name || id,
          isDefault,
          linkLifetimeSeconds,
          onboardingFlowId,
        })),
      },
    };
  });
  const partOf = async <T>(call: Call, part: (all: Listed) => T): Promise<Answer<T>> => {
    const answer = await listed(call);
    return answer.ok ? { ...answer, value: part(answer.value) } : answer;
  };
  const roles = remembered(clock, async (call) => observed(await directory.listRoles(call)));
  const people = new LRUCache<string, { at: number; person: UpstreamUser | null }>({ max: MAX_PEOPLE });

  const rememberedPerson = async (
    key: string,
    call: Call,
    query: SearchUsers,
    isMeant: (user: UpstreamUser) => boolean,
  ): Promise<Answer<UpstreamUser | null>> => {
    const known = people.get(key);
    if (known !== undefined && clock.monotonicMs() - known.at < FRESH_MS) return { ok: true, value: known.person };
    const answer = observed(await directory.searchUsers(query, call));
    if (!answer.ok) return answer;
    const person = answer.value.items.find(isMeant) ?? null;
    people.set(key, { at: clock.monotonicMs(), person });
    return { ok: true, value: person };
  };

  return {
    directories: (call) => partOf(call, (all) => all.directories),
    directoryDomains: (call) => partOf(call, (all) => all.domains),
    roles,
    upstreamNow: () =>
      seen === null ? clock.now() : new Date(seen.date.getTime() + Math.max(0, clock.monotonicMs() - seen.at)),
    person: (id, call) => rememberedPerson(`id ${id}`, call, { ids: [id] }, (user) => user.id === id),
    personByEmail: (key, call) =>
      rememberedPerson(`email ${key}`, call, { email: key }, (user) =>
        [user.email, ...user.emails].some((address) => emailKey(address) === key),
      ),
  };
}

/** Remembers a good answer of `read`, and lets callers that come while it is under way wait for the same one. */
function remembered<T>(clock: Clock, read: (call: Call) => Promise<Answer<T>>) {
  let kept: { at: number; answer: Answer<T> } | null = null;
  let underway: Promise<Answer<T>> | null = null;
  return async (call: Call): Promise<Answer<T>> => {
    if (kept !== null && clock.monotonicMs() - kept.at < FRESH_MS) return kept.answer;
    underway ??= read(call)
      .then((answer) => {
        if (answer.ok) kept = { at: clock.monotonicMs(), answer };
        return answer;
      })
      .finally(() => {
        underway = null;
      });
    return underway;
  };
}
