import { and, eq } from 'drizzle-orm';
import type { Database } from '@/lib/db/connection';
import { attempts, invitations } from '@/lib/db/schema';
import type { ImportDesk } from '../../lib/import-desk';
import { lookFor } from '../app-under-fire';
import { csvOf, type Line } from './plan-bulk';
import { batchState } from './rows-of';

const ANSWERED_WITHIN_MS = 60_000;
const PLANNED_WITHIN_MS = 120_000;
const UNKNOWN_WITHIN_MS = 30_000;
const RUNS = new Set(['held', 'running', 'paused', 'done']);

type Bystander = { desk: ImportDesk; database: Database };

/** Uploads a file and plans it, whatever the app goes through; `meanwhile` is told that planning has begun. Answers its id. */
export async function plannedImport(
  { desk, database }: Bystander,
  lines: readonly Line[],
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<string> {
  const file = { name: 'chaos.csv', text: csvOf(lines), key: crypto.randomUUID() };
  const id = await insist(() => desk.upload(file));
  await insist(() => desk.plan(id));
  await meanwhile();
  const planned = async () => ((await batchState(database, id)) === 'planned' ? true : null);
  if ((await lookFor(planned, PLANNED_WITHIN_MS, 100)) === null) throw new Error('The import does not come to a plan.');
  return id;
}

/** Confirms a plan until the import runs. */
export async function confirmedImport({ desk, database }: Bystander, id: string): Promise<void> {
  await insist(async () => {
    if (!RUNS.has((await batchState(database, id)) ?? '')) await desk.confirm(id);
  });
}

/** Imports one person, while the tenant carries out no create, until the outcome is unknown. */
export async function importOneInVain({ desk, database }: Bystander, line: Line): Promise<void> {
  const id = await plannedImport({ desk, database }, [line]);
  await confirmedImport({ desk, database }, id);
  const unknown = async () => {
    const [row] = await database.db
      .select({ id: attempts.id })
      .from(attempts)
      .innerJoin(invitations, eq(invitations.id, attempts.invitationId))
      .where(and(eq(invitations.email, line.email), eq(attempts.state, 'unknown')));
    return row ?? null;
  };
  if ((await lookFor(unknown, UNKNOWN_WITHIN_MS)) === null) throw new Error('The row does not come to be unknown.');
}

/** Tries again what a killed app did not answer; throws what went wrong last once it takes too long. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  let last: unknown;
  const done = await lookFor(
    async () => {
      try {
        return { value: await work() };
      } catch (error) {
        last = error;
        return null;
      }
    },
    ANSWERED_WITHIN_MS,
    250,
  );
  if (done === null) throw last;
  return done.value;
}
