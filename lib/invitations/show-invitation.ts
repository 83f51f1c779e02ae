import { z } from 'zod';
import { type Context, callOf } from './context';
import { type DoubleView, type InvitationDetail, shownState } from './desk';
import { emailKey } from './email';
import { fail, ok, type Result } from './errors';
import { readAgain } from './fresh';
import type { InvitationView } from './invitation';
import { can } from './policy';
import type { DoublePair } from './reading';
import { invitationView, recordView } from './view';

export const showInvitationSchema = z.strictObject({ id: z.uuid('This is not an invitation.') });

/**
 * Everything that is known of one invitation, read again upstream while it is open. Answers `forbidden` or
 * `invitation-not-found`.
 */
export async function showInvitation({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof showInvitationSchema>;
}): Promise<Result<InvitationDetail>> {
  if (!can(ctx.actor, 'invitation.read')) return fail('forbidden');
  const known = await ctx.ledger.byId(input.id);
  if (known === null) return fail('invitation-not-found');
  const now = await ctx.ledger.now();
  const { record, seen } = await readAgain(ctx, known, now);
  const [invitation, attempts, events, ofPerson, doubles] = await Promise.all([
    recordView(ctx, record),
    ctx.reading.attempts(record.id),
    ctx.reading.events(record.id),
    ctx.reading.byEmail(emailKey(record.content.email)),
    ctx.reading.doubles(record.id, now),
  ]);
  const candidates = record.state === 'needs-person' ? (attempts.at(-1)?.candidates ?? []) : [];
  return ok({
    invitation,
    state: shownState(record.state, invitation.expiresAt, now.getTime()),
    ticket: record.ticket,
    outside: record.origin === 'outside',
    failure: record.failure,
    attempts,
    events,
    candidates: await viewsOf(ctx, record.content.directoryId, candidates),
    doubles: doubles.map((each) => doubleView(record.id, each)),
    others: ofPerson
      .filter((each) => each.id !== record.id)
      .map((each) => ({
        id: each.id,
        state: shownState(each.state, each.upstream?.expiresAt ?? '', now.getTime()),
        createdAt: each.createdAt.toISOString(),
      })),
    seen,
    now: now.toISOString(),
  });
}

function doubleView(id: string, { outside, ours, kind }: DoublePair): DoubleView {
  const other = id === outside.id ? ours : outside;
  return {
    kind,
    outsideId: outside.id,
    other: {
      id: other.id,
      inviter: other.sender?.name ?? null,
      createdAt: other.upstream?.createdAt || other.createdAt.toISOString(),
    },
  };
}

async function viewsOf(ctx: Context, directoryId: string, ids: readonly string[]): Promise<InvitationView[]> {
  const answers = await Promise.all(ids.map((id) => ctx.directory.getInvitation(directoryId, id, callOf(ctx))));
  return Promise.all(answers.flatMap((answer) => (answer.ok ? [invitationView(ctx, answer.value)] : [])));
}
