import 'server-only';
import type { DirectoryError } from '@/lib/invitations/errors';
import type { Log } from '@/lib/invitations/ports';

/** One line per call. Neither bodies nor the upstream's words, which may name people. */
export function report(
  log: Log,
  operation: string,
  requestId: string,
  durationMs: number,
  requests: number,
  answer: { ok: boolean; error?: DirectoryError },
): void {
  const error = answer.error;
  const facts = {
    operation,
    requestId,
    durationMs: Math.round(durationMs),
    requests,
    status: error === undefined ? 200 : error.status,
    code: error?.code ?? 'ok',
  };
  if (error === undefined) log.info('upstream.call', facts);
  else log.warn('upstream.call', facts);
}
