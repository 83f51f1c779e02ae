import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { WHOLE_LIST } from '@/components/desk/list-address';
import { batchFromList, type fromListSchema } from '@/lib/invitations/bulk/from-list';
import type { Failure, Result } from '@/lib/invitations/errors';
import { invite } from '@/lib/invitations/invite';
import type { Actor } from '@/lib/invitations/policy';
import { type Desk, maya, openDesk } from '../verbs/desk';

type Input = z.input<typeof fromListSchema>;

const { sort: _sort, after: _after, ...WHOLE_FILTER } = WHOLE_LIST;
const priya: Actor = { ...maya, subject: 'priya', name: 'Priya Nair' };
const vera: Actor = { ...maya, subject: 'vera', name: 'Vera Ode', roles: ['auditor'] };

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}
const failureOf = (result: Result<unknown>): Failure | null => (result.ok ? null : result.failure);

const common = () => ({ submissionKey: crypto.randomUUID(), kind: 'revoke' as const, reason: 'The fair is over' });
const selected = (ids: string[]): Input => ({ ...common(), which: 'selected', ids });
const all = (search: string): Input => ({ ...common(), which: 'all', filter: { ...WHOLE_FILTER, search } });
const make = (input: Input, actor: Actor = maya) => batchFromList({ ctx: desk.context({ actor }), input });

async function sent(tag: string): Promise<string> {
  const email = `ada.${crypto.randomUUID()}@${tag}.example`;
  const input = await desk.filled({ email, ticket: 'INC-7' });
  return value(await invite({ ctx: desk.context(), input })).invitation.ledger?.id ?? '';
}

/** Invitations of the ledger alone, as a sync would have left them. */
async function copies(tag: string, count: number): Promise<void> {
  await desk.db.execute(sql`
    insert into invitation (id, directory_id, email, email_key, display_name, role_ids, sponsor_user_id, purpose, state, origin,
      sponsor_name, ticket, job_id, onboarding_flow_id, upstream_id, upstream_status, submission_key, content_hash, sender_subject, sender_name, sender_email, created_at, updated_at)
    select gen_random_uuid(), 'dir', 'guest.' || n || '@' || ${tag} || '.example', 'guest.' || n || '@' || ${tag} || '.example', 'Guest ' || n,
      '{}', '', 'The fair', 'pending', 'outside', '', '', '', '', ${tag} || n, 'INVITATION_STATUS_PENDING', null, '', '', '', '', now() - n * interval '1 second', now()
    from generate_series(1, ${count}::int) as n`);
}

const targets = async (id: string) => {
  const rows = await desk.system().batches.rows(id, { filter: {}, after: 0, limit: 30_000 });
  return rows.map(({ targetId }) => targetId);
};

describe('a batch from the list', () => {
  it('has a row for each that was selected, with what went out, and changes none of them', async () => {
    const ids = [await sent('sel'), await sent('sel')];
    await sent('sel');
    const before = (await desk.creates()).requests;
    const batch = value(await make(selected(ids)));
    expect(batch).toMatchObject({
      kind: 'revoke',
      source: 'list',
      state: 'draft',
      rows: 2,
      reason: 'The fair is over',
      actor: { subject: 'maya' },
    });
    expect((await targets(batch.id)).sort()).toEqual([...ids].sort());
    const [row] = await desk.system().batches.rows(batch.id, { filter: {}, after: 0, limit: 1 });
    expect(row).toMatchObject({
      number: 1,
      content: { displayName: 'Ada Lovelace', purpose: 'Audit of the engine', ticket: 'INC-7' },
    });
    expect((await desk.creates()).requests).toBe(before);
    expect((await desk.ledger.byId(ids[0] ?? ''))?.state).toBe('pending');
  });

  it('has all that match, each once, beyond what a page or a chunk holds', async () => {
    await copies('chunks', 2_312);
    const batch = value(await make(all('@chunks')));
    expect(batch.rows).toBe(2_312);
    const found = await targets(batch.id);
    expect(new Set(found).size).toBe(2_312);
  });

  it('is refused in words where nothing matches, or more than can be done at once, and leaves nothing behind', async () => {
    await copies('crowd', 20_001);
    const listed = async () => (await desk.system().batches.list({ before: null, limit: 100 })).length;
    const before = await listed();
    expect(failureOf(await make(all('@crowd')))?.fields?.which).toMatch(/^More than 20,000 invitations match/);
    expect(failureOf(await make(all('@nobody-at-all')))?.fields?.which).toMatch(/^No invitation matches/);
    expect(await listed()).toBe(before);
    const [left] = (await desk.db.execute(sql`select count(*)::int as n from batch where state = 'reading'`)).rows;
    expect(left).toEqual({ n: 0 });
  });

  it('is one for its key, however often and by whom the form is posted', async () => {
    const input = selected([await sent('key')]);
    const batch = value(await make(input));
    expect(value(await make(input)).id).toBe(batch.id);
    expect(failureOf(await make({ ...input, kind: 'reissue' }))?.code).toBe('submission-reused');
    expect(failureOf(await make(input, priya))?.code).toBe('submission-reused');
    const anew = { ...input, submissionKey: crypto.randomUUID() };
    const both = await Promise.all([make(anew), make(anew)]);
    expect(both.map((each) => failureOf(each)?.code ?? 'ok').filter((code) => code !== 'busy')).toContain('ok');
    expect(new Set(both.flatMap((each) => (each.ok ? [each.value.id] : []))).size).toBe(1);
  });

  it('is for whoever may do both: many at once, and the act itself', async () => {
    expect(failureOf(await make(all('@sel'), vera))?.code).toBe('forbidden');
  });
});
