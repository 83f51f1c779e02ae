import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '@/lib/db/connection';
import { readInstallation, recogniseInstallation, releaseSending } from '@/lib/db/installation';
import { attempts, audit, invitations } from '@/lib/db/schema';
import { verifyAudit } from '@/lib/db/verify-audit';
import { anAttempt, anInvitation } from './rows';
import { testDatabase } from './support';

const database = testDatabase();
const BY = {
  actor: { subject: 'root', name: 'Rita Root', email: 'rita@acme.example', role: 'admin' },
  requestId: 'go-1',
};
const release = () => database.db.transaction((tx) => releaseSending(tx, BY));
const statesOf = async () => ({
  attempts: (await database.db.select({ state: attempts.state }).from(attempts)).map(({ state }) => state),
  invitations: (await database.db.select({ state: invitations.state }).from(invitations)).map(({ state }) => state),
});

test('a database stays itself from start to start', async () => {
  const first = await recogniseInstallation(database.db);
  expect(first).toMatchObject({ copied: false, sendingStopped: false });
  expect(await recogniseInstallation(database.db)).toEqual(first);
  expect(await release()).toEqual({ outcome: 'not-stopped' });
});

test('a copy of it is another one, and sends nothing; the original goes on', async () => {
  const before = await readInstallation(database.db);
  const open = anInvitation({ state: 'queued' });
  await database.db.insert(invitations).values([open, anInvitation({ state: 'held' })]);
  await database.db.insert(attempts).values(anAttempt(open.id));
  // What a restored dump or a clone is to this: the same rows in a database of another identity.
  const copy = openDatabase(database.superUrl);
  await copy.db.execute(sql`update installation set place = place || '-of-the-original'`);
  await copy.close();
  const found = await recogniseInstallation(database.db);
  expect(found).toMatchObject({
    copied: true,
    sendingStopped: true,
    stoppedBecause: 'This database is a copy, or was moved to another server.',
  });
  expect(found.incarnation).not.toBe(before.incarnation);
  expect(await statesOf()).toEqual({ attempts: ['unknown'], invitations: expect.arrayContaining(['unknown', 'held']) });
  expect(await recogniseInstallation(database.db)).toEqual({ ...found, copied: false });
});

test('it is released by a person, on record, once every open attempt is settled', async () => {
  expect(await release()).toEqual({ outcome: 'unsettled', attempts: 1 });
  expect((await readInstallation(database.db)).sendingStopped).toBe(true);
  await database.db.update(attempts).set({ state: 'settled' });
  expect(await release()).toEqual({ outcome: 'released' });
  expect(await readInstallation(database.db)).toMatchObject({ sendingStopped: false, stoppedBecause: '' });
  expect(await database.db.select({ action: audit.action }).from(audit)).toEqual([{ action: 'sending.released' }]);
  expect((await verifyAudit(database.db)).ok).toBe(true);
});
