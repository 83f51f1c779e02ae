import { z } from 'zod';
import type { InvitationFilter } from '../tenant/invitation-store';
import { INVITATION_STATUSES, type Invitation, type InvitationStatus, STATUS_PREFIX } from '../tenant/types';
import type { World } from '../world';
import { int32, oneOf, parseMessage, text } from './fields';
import { directoryOr404 } from './list-directories';
import type { Operation } from './operation';
import { clampPageSize } from './page-token';
import { invitationView } from './views';

const STATUS_VALUES = ['UNSPECIFIED', ...INVITATION_STATUSES].map((status) => STATUS_PREFIX + status);
const request = z.object({
  directoryAppId: text,
  statusFilter: oneOf(STATUS_VALUES),
  pageSize: int32,
  pageToken: text,
});

/** Where a page starts: below an invitation, or (while the order is unstable) behind a number of them. */
type Cursor = { below: number } | { offset: number };

/** What a page is cut from, oldest first. */
interface Source {
  length: number;
  at(index: number): Invitation | undefined;
  /** How many are older than the one with this seq. */
  rank(seq: number): number;
}

/** Newest first. An empty directory id searches all directories. */
export const searchInvitations: Operation = {
  name: 'search-invitations',
  method: 'POST',
  path: '/api/v1/search/local-directory-invitations',
  run: ({ world, body }) => {
    const fields = parseMessage(request, body);
    if (fields.directoryAppId !== '') directoryOr404(world, fields.directoryAppId);
    const status = statusOf(fields.statusFilter);
    const filters = `search-invitations/${fields.directoryAppId}/${status ?? ''}`;
    const cursor = world.pageTokens.open(filters, fields.pageToken) as Cursor | null;
    const source = sourceFor(world, { directoryAppId: fields.directoryAppId, status });
    const size = clampPageSize(fields.pageSize);

    const top =
      cursor !== null && 'below' in cursor ? source.rank(cursor.below) : source.length - (cursor?.offset ?? 0);
    const bottom = Math.max(0, top - size);
    const page: Invitation[] = [];
    for (let i = top - 1; i >= bottom; i--) {
      const invitation = source.at(i);
      if (invitation !== undefined) page.push(invitation);
    }
    const next: Cursor = world.settings.unstableOrder
      ? { offset: source.length - bottom }
      : { below: page.at(-1)?.seq ?? 0 };
    if (world.settings.unstableOrder) shuffle(page, world);
    return {
      body: {
        list: page.map((invitation) => invitationView(invitation, world.settings)),
        nextPageToken: bottom > 0 ? world.pageTokens.seal(filters, next) : '',
      },
    };
  },
};

function statusOf(filter: string): InvitationStatus | null {
  return INVITATION_STATUSES.find((status) => STATUS_PREFIX + status === filter) ?? null;
}

function sourceFor(world: World, filter: InvitationFilter): Source {
  const store = world.tenant.invitations;
  const { stalePages } = world.settings;
  if (stalePages === false) {
    const seqs = store.matching(filter);
    return {
      length: seqs.length,
      at: (index) => store.bySequence(seqs.at(index) ?? -1),
      rank: (seq) => seqs.rank(seq),
    };
  }
  const snapshot = stalePages === true ? { no: world.frozenAtWrite } : { at: world.clock.now() - stalePages.ms };
  const found = store.matchingAt(filter, snapshot);
  return {
    length: found.length,
    at: (index) => found[index],
    rank: (seq) => found.findLastIndex((invitation) => invitation.seq < seq) + 1,
  };
}

function shuffle(page: Invitation[], world: World): void {
  for (let i = page.length - 1; i > 0; i--) {
    const j = world.chaos.int(i + 1);
    [page[i], page[j]] = [page[j] as Invitation, page[i] as Invitation];
  }
}
