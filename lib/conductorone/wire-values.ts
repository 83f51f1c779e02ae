import 'server-only';

/**
 * A timestamp of protobuf's JSON form (RFC 3339) as ISO 8601 in UTC with milliseconds; "" for absent, unreadable, and the zero
 * times before 1970 that some encoders write for "never".
 */
export function timestamp(value: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value)) return '';
  const ms = Date.parse(value);
  return Number.isNaN(ms) || ms <= 0 ? '' : new Date(ms).toISOString();
}

/** Protobuf's JSON form of a duration ("604800s", "3.5s") in seconds; null for absent, unreadable and negative. */
export function durationSeconds(value: string): number | null {
  return /^\d{1,12}(\.\d{1,9})?s$/.test(value) ? Number(value.slice(0, -1)) : null;
}
