import { systemClock } from '@/lib/clock';
import { conductorOneConfig } from '@/lib/conductorone/config';
import { createDirectory } from '@/lib/conductorone/directory';
import type { Directory, Log, UpstreamInvitation } from '@/lib/invitations/ports';
import { sandboxControl } from '../lib/sandbox-control';
import type { Stack } from '../lib/stack';

export const silent: Log = { info() {}, warn() {}, error() {} };

const PAGE_SIZE = 100;
const STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const;

/** The app's own client to a stack's tenant, in this process and with nothing around it. */
export function clientAlone(stack: Stack): Directory {
  const parsed = conductorOneConfig(stack.env);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ variable, message }) => `${variable} ${message}`).join('\n'));
  return createDirectory(parsed.config, { clock: systemClock, log: silent });
}

export const setLatency = (stack: Stack, latencyMs: number): Promise<unknown> =>
  sandboxControl(stack.sandboxUrl, 'PATCH', '/settings', { latencyMs });

/** Every page of invitations that a complete read takes: each directory, each status. */
export async function* invitationPages(directory: Directory): AsyncGenerator<UpstreamInvitation[]> {
  for (const { id } of answered(await directory.listDirectories(call()))) {
    for (const status of STATUSES) {
      let pageToken = '';
      do {
        const query = { directoryId: id, status, pageSize: PAGE_SIZE, pageToken };
        const page = answered(await directory.searchInvitations(query, call()));
        yield page.items;
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    }
  }
}

/** How many people there are: every page of them, and nothing done with it. */
export async function countPeople(directory: Directory): Promise<number> {
  let seen = 0;
  let pageToken = '';
  do {
    const page = answered(await directory.searchUsers({ pageSize: PAGE_SIZE, pageToken }, call()));
    seen += page.items.length;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return seen;
}

export const call = () => ({ requestId: crypto.randomUUID() });

export function answered<T>(answer: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!answer.ok) throw new Error(`The tenant did not answer: ${answer.error.message}`);
  return answer.value;
}
