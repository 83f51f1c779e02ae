/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/**
 * JSON in the one form of RFC 8785: keys sorted by UTF-16 code units, no space, numbers and strings as ECMAScript writes
 * them. Two values that are equal have the same bytes, whatever a database did to the order of their keys.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}

/** A value as the database will give it back: Postgres keeps no NUL and no half of a surrogate pair, and JSON no NaN. */
export function storable(value: Json): Json {
  // There and back through UTF-8, which has no half pairs.
  if (typeof value === 'string') return Buffer.from(value.replaceAll('\0', '')).toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(storable);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [storable(key), storable(member as Json)]));
}
