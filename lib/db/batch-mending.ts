import 'server-only';
import { and, asc, count, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { BatchRow, RowField } from '../invitations/bulk/batch';
import { CHANGEABLE } from '../invitations/bulk/batches';
import type { CellsOfRow, Mending, ReadCell } from '../invitations/bulk/mending';
import { appendAudit } from './audit';
import { changingBatch } from './batch-change';
import { after, hasProblem, rowCondition } from './batch-counts';
import { rowKey, toBatch, toBatchRow } from './batch-rows';
import { factsOf } from './batches';
import { type Database, databaseNow, type SharedClock, type Tx } from './connection';
import { asJson } from './insert-many';
import { people } from './schema';
import { batches, batchRows } from './schema-bulk';
import { inTransaction } from './transaction';

/** Rows that are read and written at once when all of a batch are. */
const CHUNK = 1_000;

/** What the plan said of a row is void as soon as it is changed. */
const UNPLANNED = { class: null, finding: sql`'{}'::jsonb`, changed: false };

/** The `Mending` port on Postgres. */
export function createMending({ db }: Database, clock: SharedClock = databaseNow): Mending {
  const ofBatch = (id: string, ...more: (SQL | undefined)[]) => and(eq(batchRows.batchId, id), ...more);

  return {
    async numbers(id, filter) {
      const rows = await db
        .select({ number: batchRows.number })
        .from(batchRows)
        .where(rowCondition(id, filter))
        .orderBy(asc(batchRows.number));
      return rows.map(({ number }) => number);
    },

    async peopleNames(ids) {
      if (ids.length === 0) return new Map();
      const found = await db
        .select({ id: people.id, name: people.name, email: people.email })
        .from(people)
        .where(inArray(people.id, [...ids]));
      return new Map(found.map((person) => [person.id, person.name || person.email]));
    },

    async sponsorsCalled(texts) {
      const wanted = [...new Set(texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))];
      const called = new Map<string, string[]>();
      if (wanted.length === 0) return called;
      const either = [sql`lower(${people.id})`, sql`lower(${people.email})`, sql`lower(${people.name})`];
      const found = await db
        .select({ id: people.id, email: people.email, name: people.name })
        .from(people)
        .where(
          and(
            eq(people.status, 'enabled'),
            eq(people.type, 'human'),
            or(...either.map((column) => sql`${column} = any(${sql.param(wanted)}::text[])`)),
          ),
        );
      for (const { id, email, name } of found) {
        for (const key of new Set([id, email, name].map((text) => text.toLowerCase()))) {
          called.set(key, [...(called.get(key) ?? []), id]);
        }
      }
      return called;
    },

    async rowsOf(id, numbers) {
      const rows = await db
        .select()
        .from(batchRows)
        .where(ofBatch(id, inArray(batchRows.number, [...numbers])))
        .orderBy(asc(batchRows.number));
      return rows.map(toBatchRow);
    },

    async cellsIn(id, column) {
      const cell = sql<string>`coalesce(${batchRows.cells} ->> ${column}::int, '')`;
      const rows = await db.selectDistinct({ cell }).from(batchRows).where(ofBatch(id));
      return rows.map((row) => row.cell);
    },

    async countSame(id, field, given) {
      const [row] = await db
        .select({ count: count() })
        .from(batchRows)
        .where(ofBatch(id, holds(field, given)));
      return row?.count ?? 0;
    },

    async countSilent(id) {
      const [row] = await db
        .select({ directoryId: silent('directoryId'), purpose: silent('purpose') })
        .from(batchRows)
        .where(ofBatch(id, eq(batchRows.leftOut, false)));
      return row ?? { directoryId: 0, purpose: 0 };
    },

    writeCell: (id, number, field, cell) =>
      changingBatch(db, clock, id, (tx, at) => writeCells(tx, id, [{ number, cells: { [field]: cell } }], at)),

    writeSame: (id, field, given, cell) =>
      changingBatch(db, clock, id, async (tx, at) => {
        const { content, unread, problems } = patchOf({ [field]: cell });
        const { rowCount } = await tx
          .update(batchRows)
          .set({
            content: sql`${batchRows.content} || ${asJson(content)}::jsonb`,
            given: sql`(${batchRows.given} - ${field}::text) || ${asJson(unread)}::jsonb`,
            problems: sql`(${batchRows.problems} - ${field}::text) || ${asJson(problems)}::jsonb`,
            ...(field === 'email' ? { emailKey: rowKey(String(cell.value ?? '')) } : {}),
            ...UNPLANNED,
            updatedAt: at,
          })
          .where(ofBatch(id, holds(field, given)));
        return rowCount ?? 0;
      }),

    leaveOut: (id, which, out) =>
      changingBatch(db, clock, id, async (tx, at) => {
        const chosen = which === 'problems' ? hasProblem : inArray(batchRows.number, [...which]);
        const { rowCount } = await tx
          .update(batchRows)
          .set({ leftOut: out, ...UNPLANNED, updatedAt: at })
          .where(ofBatch(id, chosen));
        return rowCount ?? 0;
      }),

    takeAsIs: (id, numbers) =>
      changingBatch(db, clock, id, async (tx, at) => {
        const { rowCount } = await tx
          .update(batchRows)
          .set({ problems: sql`${batchRows.problems} - 'row'`, leftOut: false, ...UNPLANNED, updatedAt: at })
          .where(ofBatch(id, inArray(batchRows.number, [...numbers])));
        return rowCount ?? 0;
      }),

    remap: (id, mapping, read) =>
      changingBatch(db, clock, id, async (tx, at) => {
        await tx.update(batches).set({ mapping }).where(eq(batches.id, id));
        let changed = 0;
        let last = 0;
        for (;;) {
          const rows = await chunkAfter(tx, id, last);
          if (rows.length === 0) return changed;
          changed += await writeCells(tx, id, read(rows), at);
          last = rows.at(-1)?.number ?? last;
        }
      }),

    discard: (id, { actor, requestId }) =>
      inTransaction(db, async (tx) => {
        const [gone] = await tx
          .delete(batches)
          .where(and(eq(batches.id, id), inArray(batches.state, [...CHANGEABLE])))
          .returning();
        if (gone === undefined) return null;
        const batch = toBatch(gone);
        await appendAudit(tx, { action: 'batch.discarded', actor, requestId, details: factsOf(batch) });
        return batch.rows;
      }),
  };
}

const silent = (field: RowField) =>
  sql<number>`count(*) filter (where ${batchRows.content} ->> ${field}::text is null and not ${batchRows.given} ? ${field}::text)::int`;

/** Not left out, and with this text, unread, in this field: in whatever case it was written. */
const holds = (field: RowField, given: string): SQL =>
  sql`(lower(${batchRows.given} ->> ${field}::text) = lower(${given}) and not ${batchRows.leftOut})`;

async function chunkAfter(tx: Tx, id: string, number: number): Promise<BatchRow[]> {
  const rows = await tx
    .select()
    .from(batchRows)
    .where(and(eq(batchRows.batchId, id), after(number)))
    .orderBy(asc(batchRows.number))
    .limit(CHUNK);
  return rows.map(toBatchRow);
}

/** What is merged into a row's three columns. */
function patchOf(cells: Partial<Record<RowField, ReadCell>>) {
  const content: Record<string, unknown> = {};
  const unread: Record<string, string> = {};
  const problems: Record<string, string> = {};
  for (const [field, { value, given, problem }] of Object.entries(cells)) {
    content[field] = value;
    if (given !== null) unread[field] = given;
    if (problem !== null) problems[field] = problem;
  }
  return { fields: Object.keys(cells), content, unread, problems };
}

/** Writes cells of many rows in one statement; they travel as one parameter. */
async function writeCells(tx: Tx, id: string, rows: readonly CellsOfRow[], at: Date): Promise<number> {
  if (rows.length === 0) return 0;
  const patches = rows.map(({ number, cells }) => ({
    number,
    ...patchOf(cells),
    email_key: cells.email === undefined ? null : rowKey(String(cells.email.value ?? '')),
  }));
  const { rowCount } = await tx.execute(sql`
    update ${batchRows} as row set
      content = row.content || patch.content,
      given = (row.given - patch.fields) || patch.unread,
      problems = (row.problems - patch.fields) || patch.problems,
      email_key = coalesce(patch.email_key, row.email_key),
      class = null, finding = '{}'::jsonb, changed = false, updated_at = ${at.toISOString()}::timestamptz
    from json_to_recordset(${asJson(patches)}::json) as patch(
      number integer, fields text[], content jsonb, unread jsonb, problems jsonb, email_key text
    )
    where row.batch_id = ${id} and row.number = patch.number`);
  return rowCount ?? 0;
}
