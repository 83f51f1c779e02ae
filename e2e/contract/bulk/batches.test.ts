import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowContent } from '@/lib/invitations/bulk/batch';
import type { NewBatch } from '@/lib/invitations/bulk/batches';
import { humanOf } from '@/lib/invitations/policy';
import { maya, openDesk } from '../verbs/desk';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const newBatch = (): NewBatch => ({
  kind: 'invite',
  source: 'file',
  submissionKey: crypto.randomUUID(),
  fileName: 'guests.csv',
  header: ['email', 'name'],
  mapping: ['email', 'displayName'],
  shared: { directoryId: '', roleIds: [], sponsorUserId: '', purpose: 'The fair', ticket: '' },
  reason: '',
  actor: humanOf(maya),
  requestId: 'test',
});

const person = (email: string, displayName: string): RowContent => ({
  email,
  displayName,
  directoryId: null,
  roleIds: null,
  sponsorUserId: null,
  purpose: null,
  ticket: null,
});

async function read() {
  const { batches } = desk.system();
  const { batch } = await batches.create(newBatch());
  await batches.addRows(batch.id, [
    {
      number: 1,
      cells: ['Ada@Acme.example', 'Ada'],
      targetId: null,
      content: person('Ada@Acme.example', 'Ada'),
      given: {},
      problems: {},
    },
    {
      number: 2,
      cells: ['nobody', 'Bob'],
      targetId: null,
      content: person('nobody', 'Bob'),
      given: { email: 'nobody' },
      problems: { email: 'This is no address.' },
    },
  ]);
  return { batches, id: batch.id };
}

describe('a batch until it runs', () => {
  it('keeps its rows as they were, counts them, and finds those to mend', async () => {
    const { batches, id } = await read();
    await batches.finishReading(id, { hash: 'ab12', rows: 2 });
    expect(await batches.counts(id)).toMatchObject({ all: 2, withProblems: 1, leftOut: 0, byState: { draft: 2 } });
    const [first, second] = await batches.rows(id, { filter: {}, after: 0, limit: 10 });
    expect(first).toMatchObject({ number: 1, cells: ['Ada@Acme.example', 'Ada'], state: 'draft', class: null });
    expect(second?.submissionKey).not.toBe(first?.submissionKey);
    expect(
      (await batches.rows(id, { filter: { onlyProblems: true }, after: 0, limit: 10 })).map((r) => r.number),
    ).toEqual([2]);
    expect(await batches.changeRows(id, [{ number: 2, leftOut: true }])).toBe(true);
    expect(await batches.counts(id)).toMatchObject({ withProblems: 0, leftOut: 1 });
  });

  it('is one for each key, and is told among those of the same file', async () => {
    const { batches } = desk.system();
    const asked = newBatch();
    const [one, two] = await Promise.all([batches.create(asked), batches.create(asked)]);
    expect(one?.batch.id).toBe(two?.batch.id);
    expect([one.known, two.known].sort()).toEqual([false, true]);
    await batches.finishReading(one.batch.id, { hash: 'cd34', rows: 0 });
    const again = await batches.create(newBatch());
    expect((await batches.sameFile('cd34', again.batch.id)).map(({ id }) => id)).toEqual([one.batch.id]);
    expect(await batches.sameFile('', again.batch.id)).toEqual([]);
  });

  it('that is being read is in no list, and goes with its rows when it is thrown away', async () => {
    const { batches, id } = await read();
    expect((await batches.list({ before: null, limit: 50 })).some((each) => each.id === id)).toBe(false);
    expect(await batches.discard(id)).toBe(true);
    expect(await batches.byId(id)).toBeNull();
    expect(await batches.rows(id, { filter: {}, after: 0, limit: 10 })).toEqual([]);
    expect(await batches.discard(id)).toBe(false);
  });
});
