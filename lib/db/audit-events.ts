import 'server-only';
import { and, asc, desc, eq, gt, gte, inArray, like, lt, or, type SQL, sql } from 'drizzle-orm';
import type { AuditFilter } from '../invitations/audit-book';
import type { DeskEvent } from '../invitations/desk';
import type { Queryable } from './connection';
import { likeLiteral } from './list-conditions';
import { audit, auditPersonal } from './schema';

const DAY_MS = 86_400_000;
/** A history that is longer than this is read on the audit page. */
const MOST_OF_ONE = 500;

/** Everything about one invitation, oldest first. */
export async function findEvents(db: Queryable, { invitationId }: { invitationId: string }): Promise<DeskEvent[]> {
  const rows = await db
    .select()
    .from(audit)
    .where(eq(audit.invitationId, invitationId))
    .orderBy(asc(audit.sequence))
    .limit(MOST_OF_ONE);
  return withPeople(db, rows);
}

/** One page of the audit, newest first. */
export async function auditPage(
  db: Queryable,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<DeskEvent[]> {
  const rows = await db
    .select()
    .from(audit)
    .where(and(condition(filter), before === null ? undefined : lt(audit.sequence, before)))
    .orderBy(desc(audit.sequence))
    .limit(limit);
  return withPeople(db, rows);
}

/** The entries after one, oldest first. */
export async function eventsAfter(
  db: Queryable,
  filter: AuditFilter,
  after: number,
  limit: number,
): Promise<DeskEvent[]> {
  const rows = await db
    .select()
    .from(audit)
    .where(and(condition(filter), gt(audit.sequence, after)))
    .orderBy(asc(audit.sequence))
    .limit(limit);
  return withPeople(db, rows);
}

function condition({ person, invitationId, action, from, to }: AuditFilter): SQL | undefined {
  return and(
    person === '' ? undefined : aboutPerson(person),
    invitationId === '' ? undefined : eq(audit.invitationId, invitationId),
    action === '' ? undefined : or(eq(audit.action, action), like(audit.action, `${likeLiteral(action)}.%`)),
    from === '' ? undefined : gte(audit.at, new Date(`${from}T00:00:00Z`)),
    to === '' ? undefined : lt(audit.at, new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS)),
  );
}

const aboutPerson = (person: string): SQL => {
  const pattern = `%${likeLiteral(person)}%`;
  return sql`exists (select 1 from ${auditPersonal} where ${auditPersonal.sequence} = ${audit.sequence}
    and ${auditPersonal.part} in ('actor', 'target') and (${auditPersonal.person} = ${person}
      or ${auditPersonal.content} ->> 'email' ilike ${pattern} or ${auditPersonal.content} ->> 'name' ilike ${pattern}))`;
};

async function withPeople(db: Queryable, rows: (typeof audit.$inferSelect)[]): Promise<DeskEvent[]> {
  if (rows.length === 0) return [];
  const sequences = rows.map(({ sequence }) => sequence);
  const parts = await db.select().from(auditPersonal).where(inArray(auditPersonal.sequence, sequences));
  const found = new Map(parts.map((part) => [`${part.sequence}:${part.part}`, part]));
  return rows.map((row) => eventOf(row, (part) => found.get(`${row.sequence}:${part}`)));
}

type Part = typeof auditPersonal.$inferSelect;

function eventOf(row: typeof audit.$inferSelect, partOf: (name: string) => Part | undefined): DeskEvent {
  const actor = partOf('actor');
  const target = partOf('target');
  return {
    sequence: row.sequence,
    at: row.at.toISOString(),
    action: row.action,
    // The hash says that there was somebody; the person is gone when it has no row any more.
    actor: !('actor' in row.personalHashes)
      ? null
      : {
          subject: actor?.person ?? '',
          name: textIn(actor, 'name'),
          email: textIn(actor, 'email'),
          role: textIn(actor, 'role'),
        },
    target: !('target' in row.personalHashes) ? null : { email: textIn(target, 'email'), name: textIn(target, 'name') },
    invitationId: row.invitationId,
    upstreamId: row.upstreamId,
    requestId: row.requestId,
    text: textsIn(partOf('text')),
    details: row.details as Record<string, unknown>,
  };
}

function textIn(part: Part | undefined, name: string): string {
  const value = part?.content[name];
  return typeof value === 'string' ? value : '';
}

const textsIn = (part: Part | undefined): Record<string, string> =>
  Object.fromEntries(Object.keys(part?.content ?? {}).map((name) => [name, textIn(part, name)]));
