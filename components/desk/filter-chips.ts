import { type FilterChoices, type ListQuery, OUTSIDE } from '@/lib/invitations/desk';

/** One narrowing, as part of a sentence, with the address part that takes it out again. */
export type Chip = { part: keyof ListQuery; words: string };

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const dayWords = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`));

/** The filters as they read after "Invitations": "in Acme Partners", "with role Basic User", "since 1 Nov 2026". */
export function chipsOf(query: ListQuery, choices: FilterChoices): Chip[] {
  const named = (options: FilterChoices['roles'], id: string) => options.find((each) => each.id === id)?.name ?? id;
  const { search, directoryId, roleId, sponsorUserId, inviter, from, to } = query;
  const said: [keyof ListQuery, string, string][] = [
    ['search', search, `with “${search}”`],
    ['directoryId', directoryId, `in ${named(choices.directories, directoryId)}`],
    ['roleId', roleId, `with role ${named(choices.roles, roleId)}`],
    ['sponsorUserId', sponsorUserId, `sponsored by ${named(choices.sponsors, sponsorUserId)}`],
    [
      'inviter',
      inviter,
      inviter === OUTSIDE ? 'created outside Usher' : `invited by ${named(choices.inviters, inviter)}`,
    ],
    ['from', from, from === '' ? '' : `since ${dayWords(from)}`],
    ['to', to, to === '' ? '' : `until ${dayWords(to)}`],
  ];
  return said.flatMap(([part, value, words]) => (value === '' ? [] : [{ part, words }]));
}
