import 'server-only';
import { eq } from 'drizzle-orm';
import type { Batch, BatchState } from '../invitations/bulk/batch';
import type { NewBatch } from '../invitations/bulk/batches';
import { toBatch } from './batch-rows';
import type { Queryable } from './connection';
import { batches } from './schema-bulk';

/** Null where the key has made one already. */
export async function insertBatch(
  on: Queryable,
  { actor, ...batch }: NewBatch,
  { at, ...more }: { state: BatchState; rows: number; at: Date },
): Promise<{ batch: Batch; known: boolean } | null> {
  const [made] = await on
    .insert(batches)
    .values({
      ...batch,
      ...more,
      id: crypto.randomUUID(),
      actorSubject: actor.subject,
      actorName: actor.name,
      actorEmail: actor.email,
      actorRole: actor.role,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing({ target: batches.submissionKey })
    .returning();
  return made === undefined ? null : { batch: toBatch(made), known: false };
}

/** The one that the key has made. */
export async function knownBatch(on: Queryable, submissionKey: string): Promise<{ batch: Batch; known: boolean }> {
  const [known] = await on.select().from(batches).where(eq(batches.submissionKey, submissionKey));
  if (known === undefined) throw new Error('a batch was thrown away while its form was posted again');
  return { batch: toBatch(known), known: true };
}
