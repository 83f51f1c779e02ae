import { z } from 'zod';
import { SORTS, type Sort } from './desk';

/** The place after which a page begins: the last row's sort key and, where keys are equal, its id. */
export type Place = { key: string; id: string };

/** Of a row without an expiry: behind all others. */
export const NEVER = 'infinity';

const MAX_LENGTH = 2_000;
const instant = z.iso.datetime({ precision: 3 }).refine((text) => !Number.isNaN(Date.parse(text)));
// What PostgreSQL cannot hold in a text never came out of it.
const name = z
  .string()
  .max(1_000)
  .regex(/^[^\0]*$/u);
const KEYS: Record<Sort, z.ZodType<string>> = {
  newest: instant,
  oldest: instant,
  expires: z.union([instant, z.literal(NEVER)]),
  name,
};

/** Opaque to whoever carries it: an address may be kept and edited, so it is read back with suspicion. */
export function encodeCursor(sort: Sort, { key, id }: Place): string {
  const bytes = new TextEncoder().encode(JSON.stringify([sort, key, id]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

const shape = z.tuple([z.enum(SORTS), z.string(), z.uuid()]);

/** The place a cursor stands for; null when it is none of ours, or belongs to another order. */
export function decodeCursor(sort: Sort, cursor: string): Place | null {
  if (cursor.length > MAX_LENGTH || !/^[\w-]+$/.test(cursor)) return null;
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (each) => each.charCodeAt(0));
    const parsed = shape.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    if (!parsed.success || parsed.data[0] !== sort) return null;
    const [, key, id] = parsed.data;
    return KEYS[sort].safeParse(key).success ? { key, id } : null;
  } catch {
    return null;
  }
}
