import 'server-only';
import { z } from 'zod';
import type { Json } from './canonical';
import type { Queryable } from './connection';
import { type EntryWithPeople, readAudit } from './read-audit';

/**
 * The whole audit as JSON Lines, one entry a line, oldest first: with everything that it takes to verify it without Usher.
 * What was erased is not in it.
 */
export async function* exportAudit(db: Queryable): AsyncGenerator<string> {
  for await (const entry of readAudit(db)) yield lineOf(entry);
}

export const lineOf = ({ entry, personal }: EntryWithPeople): string => `${JSON.stringify({ ...entry, personal })}\n`;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const json = z.json() as z.ZodType<Json>;
const line = z.object({
  sequence: z.int(),
  at: z.string(),
  action: z.string(),
  invitationId: z.string().nullable(),
  upstreamId: z.string().nullable(),
  requestId: z.string(),
  details: json,
  personalHashes: z.record(z.string(), hash),
  previousHash: hash,
  hash,
  personal: z.record(z.string(), z.object({ person: z.string(), salt: hash, content: json })),
});

/** One line of an export; null when it is none. */
export function parseLine(text: string): EntryWithPeople | null {
  try {
    const parsed = line.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { personal, ...entry } = parsed.data;
    return { entry, personal };
  } catch {
    return null;
  }
}
