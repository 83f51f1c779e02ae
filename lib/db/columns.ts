import { sql } from 'drizzle-orm';
import { timestamp } from 'drizzle-orm/pg-core';

/** A moment in UTC, to the millisecond that JavaScript keeps. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A list of our own words, as a check constraint takes them. */
export const quoted = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(', '));
