import type { InviteValues } from '@/lib/invitations/fields';
import type { PersonView } from '@/lib/invitations/invitation';

/**
 * What was typed, as far as it outlives a reload. Not the submission key, which belongs to one showing of the form; nor an
 * override or an acknowledgement, which answers one warning.
 */
export type Draft = {
  values: Omit<InviteValues, 'submissionKey' | 'override' | 'acknowledged'>;
  sponsor: PersonView | null;
};

const KEY = 'usher.invite.draft';
const PEOPLE_KEY = 'usher.invite.people';
const DIRECTORY_KEY = 'usher.invite.directory';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A draft for the browser's store; `owner` keeps it from whoever signs in next in the same tab. */
export const draftText = (owner: string, draft: Draft): string => JSON.stringify({ owner, ...draft });

/** Reads a draft back. Null for another's, an older shape, or nonsense: a store is nobody's promise. */
export function readDraft(text: string | null, owner: string): Draft | null {
  try {
    const raw = JSON.parse(text ?? 'null');
    if (raw === null || raw.owner !== owner || typeof raw.values !== 'object') return null;
    const one = (name: string): string => (typeof raw.values[name] === 'string' ? raw.values[name] : '');
    const roleIds: unknown = raw.values.roleIds;
    const person = raw.sponsor;
    const isPerson = person && ['id', 'name', 'email', 'title'].every((name) => typeof person[name] === 'string');
    return {
      values: {
        email: one('email'),
        displayName: one('displayName'),
        directoryId: one('directoryId'),
        roleIds: Array.isArray(roleIds) ? roleIds.filter((id) => typeof id === 'string') : [],
        sponsorUserId: isPerson ? one('sponsorUserId') : '',
        purpose: one('purpose'),
        ticket: one('ticket'),
        jobId: one('jobId'),
        onboardingFlowId: one('onboardingFlowId'),
      },
      sponsor: isPerson ? person : null,
    };
  } catch {
    return null;
  }
}

/** A store may be switched off or full; the form works without. */
function quietly<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
const session = (): Store => window.sessionStorage;
const local = (): Store => window.localStorage;

export const loadDraft = (owner: string): Draft | null => quietly(() => readDraft(session().getItem(KEY), owner), null);
export const saveDraft = (owner: string, draft: Draft): void =>
  quietly(() => session().setItem(KEY, draftText(owner, draft)), undefined);
export const dropDraft = (): void =>
  quietly(() => {
    session().removeItem(KEY);
    session().removeItem(PEOPLE_KEY);
  }, undefined);

/** The list of people beside the draft, where the form holds many; who reads it judges it. */
export const peopleDraft = {
  load: (): string => quietly(() => session().getItem(PEOPLE_KEY) ?? '', ''),
  save: (text: string): void => quietly(() => session().setItem(PEOPLE_KEY, text), undefined),
  drop: (): void => quietly(() => session().removeItem(PEOPLE_KEY), undefined),
};

/** The directory of the last invitation, on this machine. */
export const rememberedDirectory = (): string => quietly(() => local().getItem(DIRECTORY_KEY) ?? '', '');
export const rememberDirectory = (id: string): void => quietly(() => local().setItem(DIRECTORY_KEY, id), undefined);
