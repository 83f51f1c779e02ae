import 'server-only';

/** The unique indexes that a verb may run into, and has an answer to. */
export const UNIQUE_INDEXES = [
  'invitation_submission_key',
  'invitation_upstream_id',
  'invitation_live',
  'attempt_number',
  'attempt_open',
  'attempt_upstream_id',
  'policy_version_pkey',
  'request_submission_key',
  'request_live',
] as const;
export type UniqueIndex = (typeof UNIQUE_INDEXES)[number];

/** The server's own words behind an error: drizzle wraps them, so that the SQLSTATE is a `cause` or two down. */
function serverError(error: unknown): { code: string; constraint?: string } | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) {
      return {
        code: at.code,
        ...('constraint' in at && typeof at.constraint === 'string' ? { constraint: at.constraint } : {}),
      };
    }
  }
  return null;
}

/** The SQLSTATE of an error, or null when it did not come from the server. */
export const sqlState = (error: unknown): string | null => serverError(error)?.code ?? null;

/** Which unique index refused the row; null for every other error, and for an index that no verb has an answer to. */
export function violatedUnique(error: unknown): UniqueIndex | null {
  const server = serverError(error);
  return server?.code === '23505' ? (UNIQUE_INDEXES.find((name) => name === server.constraint) ?? null) : null;
}

/**
 * Serialization failure or deadlock: the server has rolled the transaction back and says so, which makes it safe to run
 * again. A connection lost at COMMIT is not among them, for it may have been committed.
 */
export function isRolledBackByConflict(error: unknown): boolean {
  const code = sqlState(error);
  return code === '40001' || code === '40P01';
}
