import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '@/lib/db/schema';
import { batches } from '@/lib/db/schema-bulk';
import { draftPeople } from '@/lib/invitations/bulk/draft-people';
import { type PeopleInput, peopleSchema } from '@/lib/invitations/bulk/people-fields';
import { type Desk, maya, openDesk } from '../verbs/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.reset());

const SAME = { roleIds: null, sponsorUserId: null, purpose: null };
const form = (people: object[], change: object = {}): PeopleInput =>
  peopleSchema.parse({
    submissionKey: crypto.randomUUID(),
    directoryId: 'dir1',
    roleIds: ['r1'],
    sponsorUserId: '',
    purpose: 'Audit of the engine',
    ticket: '',
    people: JSON.stringify(people),
    ...change,
  });
const ada = { email: ' Ada@ACME.example', displayName: 'Ada  Lovelace', ...SAME };
const bob = { email: 'bob@acme.example', displayName: 'Bob', ...SAME, roleIds: [], purpose: 'Another one' };
const everybody = { filter: {}, after: 0, limit: 1000 };

describe('draftPeople', () => {
  it('makes rows of them, each with what is their own, tells the audit and plans; nothing is sent', async () => {
    const ctx = desk.context();
    const made = await draftPeople({ ctx, input: form([ada, bob]) });
    if (!made.ok) throw new Error(made.failure.code);

    expect(await ctx.batches.byId(made.value.id)).toMatchObject({
      kind: 'invite',
      source: 'paste',
      state: 'planned',
      rows: 2,
      shared: { directoryId: 'dir1', roleIds: ['r1'], purpose: 'Audit of the engine' },
      actor: { subject: 'maya' },
    });
    const rows = await ctx.batches.rows(made.value.id, everybody);
    expect(rows.map(({ number, content, state }) => ({ number, ...content, state }))).toEqual([
      {
        number: 1,
        ...SAME,
        email: 'Ada@acme.example',
        displayName: 'Ada Lovelace',
        directoryId: null,
        ticket: null,
        state: 'draft',
      },
      { number: 2, ...bob, directoryId: null, ticket: null, state: 'draft' },
    ]);
    const [entry] = await desk.db.select().from(audit).where(eq(audit.action, 'batch.read'));
    expect(entry?.details).toMatchObject({ batch: made.value.id, source: 'paste', rows: 2 });
    expect(await desk.creates()).toEqual({ requests: 0, committed: 0 });
  });

  it('makes one of a form that is posted twenty times at once', async () => {
    const input = form([ada, bob]);
    const ctx = desk.context();
    const made = await Promise.all(Array.from({ length: 20 }, () => draftPeople({ ctx, input })));
    const ids = new Set(made.map((each) => (each.ok ? each.value.id : each.failure.code)));
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    expect(await ctx.batches.rows(id, everybody)).toHaveLength(2);
    const ofTheForm = eq(batches.submissionKey, input.submissionKey);
    expect(await desk.db.select().from(batches).where(ofTheForm)).toHaveLength(1);
  });

  it('answers nobody with what another person made', async () => {
    const input = form([ada]);
    await draftPeople({ ctx: desk.context(), input });
    const lee = desk.context({ actor: { ...maya, subject: 'lee' } });
    expect(await draftPeople({ ctx: lee, input })).toMatchObject({ ok: false, failure: { code: 'submission-reused' } });
  });

  it('is for who may manage imports', async () => {
    const sponsor = desk.context({ actor: { ...maya, roles: ['sponsor'] } });
    expect(await draftPeople({ ctx: sponsor, input: form([ada]) })).toMatchObject({ failure: { code: 'forbidden' } });
  });
});
