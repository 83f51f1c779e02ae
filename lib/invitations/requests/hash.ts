import type { RequestRecord } from './record';

/** Everything that a decider is shown of what is asked for, in lower-case hex: an approval names it. */
export async function requestHash({
  kind,
  reissues,
  content,
  wantedUntil,
  acknowledged,
}: Pick<RequestRecord, 'kind' | 'reissues' | 'content' | 'wantedUntil' | 'acknowledged'>): Promise<string> {
  const fields = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = new TextEncoder().encode(JSON.stringify([kind, reissues, fields, wantedUntil, acknowledged]));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
