import 'server-only';
import { and, asc, desc, eq, gt, gte, inArray, like, lt, or, type SQL } from 'drizzle-orm';
import type { AuditFilter } from '../invitations/audit-book';
import type { DeskEvent } from '../invitations/desk';
import { isOfPerson, namesPerson } from './audit-person';
import type { Queryable } from './connection';
import { likeLiteral } from './list-conditions';
import { audit, auditHead, auditPersonal } from './schema';

const DAY_MS = 86_400_000;
/** A history that is longer than this is read on the audit page. */
const MOST_OF_ONE = 500;
/** Of somebody who did much lately, a page is full after so many entries, and the index need not be asked. */
const LATELY = 2_000;
/** Where something else narrows it down too, it takes more of them. */
const LATELY_NARROWED = 32_000;

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
  const { person } = filter;
  const rest = and(plainCondition(filter), before === null ? undefined : lt(audit.sequence, before));
  const read = (condition: SQL | undefined) =>
    db.select().from(audit).where(condition).orderBy(desc(audit.sequence)).limit(limit);
  if (person === '') return withPeople(db, await read(rest));
  const end = before ?? (await lastSequence(db));
  const lately = (entries: number) =>
    read(and(rest, gt(audit.sequence, end - entries), namesPerson(person, end - entries)));
  const narrowed = plainCondition(filter) !== undefined;
  let rows = await lately(LATELY);
  if (narrowed && rows.length > 0 && rows.length < limit) rows = await lately(LATELY_NARROWED);
  if (rows.length < limit) rows = await read(and(rest, isOfPerson(person, before, narrowed ? null : limit)));
  return withPeople(db, rows);
}

async function lastSequence(db: Queryable): Promise<number> {
  const [head] = await db.select({ sequence: auditHead.sequence }).from(auditHead);
  return head?.sequence ?? 0;
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
    .where(
      and(
        plainCondition(filter),
        filter.person === '' ? undefined : namesPerson(filter.person, after),
        gt(audit.sequence, after),
      ),
    )
    .orderBy(asc(audit.sequence))
    .limit(limit);
  return withPeople(db, rows);
}

/** All of a filter but its person. */
function plainCondition({ invitationId, action, from, to }: AuditFilter): SQL | undefined {
  return and(
    invitationId === '' ? undefined : eq(audit.invitationId, invitationId),
    action === '' ? undefined : or(eq(audit.action, action), like(audit.action, `${likeLiteral(action)}.%`)),
    from === '' ? undefined : gte(audit.at, new Date(`${from}T00:00:00Z`)),
    to === '' ? undefined : lt(audit.at, new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS)),
  );
}

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
