import 'server-only';
import { and, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { everyWord } from './list-conditions';
import { audit, auditPersonal, PERSON_TEXT } from './schema';

/*
 * Entries about a person: every word of a search somewhere in the name, address or id of who did it or on whom. The database
 * has no figures on how many that will be, and chooses badly; so each of the two ways is written such that it has no choice.
 */

const NAMED = sql`${auditPersonal.part} in ('actor', 'target')`;
/** The same text, and no index fits it. */
const NOT_INDEXED = sql`(${PERSON_TEXT} || '')`;

/** Looks at one entry after another: right for a stretch of the audit, and where a full page is near. */
export const namesPerson = (person: string, after: number): SQL =>
  sql`exists (select 1 from ${auditPersonal} where ${auditPersonal.sequence} = ${audit.sequence}
    and ${auditPersonal.sequence} > ${after} and ${NAMED} and ${everyWord(NOT_INDEXED, person)})`;

/**
 * Asks the index for all of a person's entries before one: right for who is seldom, or was long ago. The newest `most` will do
 * where nothing else narrows them down.
 */
export function isOfPerson(person: string, before: number | null, most: number | null): SQL {
  const matches = and(
    NAMED,
    everyWord(PERSON_TEXT, beginnings(person)),
    everyWord(NOT_INDEXED, person),
    before === null ? undefined : lt(auditPersonal.sequence, before),
  );
  const limit = most === null ? sql`` : sql` limit ${most}`;
  // Ordered by a sum, which no index is in the order of: else that index would be read from end to end.
  return inArray(
    audit.sequence,
    sql`(select ${auditPersonal.sequence} from ${auditPersonal} where ${matches}
      group by ${auditPersonal.sequence} order by ${auditPersonal.sequence} + 0 desc${limit})`,
  );
}

/** Of an address the part up to the @: what follows is shared by so many that to look it up costs more than it narrows down. */
const beginnings = (person: string): string => person.replace(/(\S{2,}?@)\S+/gu, '$1');
