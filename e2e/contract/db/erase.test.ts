import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { erasePerson } from '@/lib/db/erase';
import { attempts, audit, auditPersonal, invitations, people } from '@/lib/db/schema';
import { accounts, requestMessages, requests } from '@/lib/db/schema-approval';
import { batches, batchRows } from '@/lib/db/schema-bulk';
import { deliveries } from '@/lib/db/schema-telling';
import { verifyAudit } from '@/lib/db/verify-audit';
import { anEntry, append, HANNA, linesOf } from './audit-support';
import { aBatch, aBatchRow, aContent, aDelivery, anAttempt, anInvitation, aRequest, aRequestContent } from './rows';
import { testDatabase } from './support';

const database = testDatabase();
const BY = {
  actor: { subject: 'root', name: 'Rita Root', email: 'rita@acme.example', role: 'admin' },
  requestId: 'erase-1',
};
const ADA = { emailKey: 'ada@partner.example' };

/** Everything that is anywhere in the database, as one text. */
async function everything(): Promise<string> {
  const tables = [
    ...[invitations, attempts, people, audit, auditPersonal],
    ...[requests, requestMessages, accounts, deliveries, batches, batchRows],
  ];
  return JSON.stringify(await Promise.all(tables.map((table) => database.db.select().from(table))));
}

test('an open invitation stands in the way', async () => {
  await database.db
    .insert(invitations)
    .values(anInvitation({ emailKey: ADA.emailKey, email: 'Ada@partner.example', state: 'pending' }));
  await expect(erasePerson(database.db, ADA, BY)).rejects.toThrow(
    /There is an open invitation for this person \([0-9a-f-]{36}\)\. Revoke it/,
  );
  await database.db.update(invitations).set({ state: 'accepted' });
});

test('who was invited is gone from audit and ledger; what happened, and the chain, stay', async () => {
  const [row] = await database.db
    .update(invitations)
    .set({ displayName: 'Ada Lovelace', purpose: 'For Ada', sponsorUserId: 'user-eve' })
    .returning();
  await database.db
    .insert(attempts)
    .values(
      anAttempt(row?.id ?? '', { content: aContent({ email: 'Ada@partner.example', displayName: 'Ada Lovelace' }) }),
    );
  const human = { jobTitle: '', department: '', status: 'enabled', type: 'human', seenAt: new Date() } as const;
  await database.db
    .insert(people)
    .values({ id: 'user-ada', name: 'Ada Lovelace', email: 'Ada@partner.example', emailKey: ADA.emailKey, ...human });
  await database.db
    .insert(invitations)
    .values(anInvitation({ sponsorUserId: 'user-ada', sponsorName: 'Ada Lovelace', state: 'accepted' }));
  const batch = aBatch();
  await database.db.insert(batches).values(batch);
  const cells = ['Ada Lovelace', 'see Ada@partner.example'];
  // One whose address could not be read names her all the same.
  await database.db.insert(batchRows).values(aBatchRow(batch.id, { cells, state: 'waiting' }));
  await expect(erasePerson(database.db, ADA, BY)).rejects.toThrow(/An import \([0-9a-f-]{36}\) is about to invite/);
  await database.db.update(batchRows).set({ state: 'failed' });
  await append(
    database.db,
    anEntry({ text: { purpose: 'For Ada' } }),
    anEntry({ target: { key: 'bob@partner.example', email: 'bob@partner.example' }, text: {} }),
    anEntry({ action: 'invitation.accepted', actor: null }),
  );

  await database.db.insert(deliveries).values([
    aDelivery({ sequence: 3, recipient: HANNA.email, payload: { about: [], text: 'Ada Lovelace has accepted' } }),
    // A digest comes of no entry.
    aDelivery({ recipient: HANNA.email, payload: { about: [row?.id], text: 'The invitation of Ada Lovelace' } }),
    aDelivery({ sequence: 2, recipient: HANNA.email, payload: { about: [], text: 'bob has accepted' } }),
  ]);

  expect(await erasePerson(database.db, ADA, BY, { dryRun: true })).toEqual({
    parts: 4,
    invitations: 1,
    attempts: 1,
    requests: 0,
    deliveries: 2,
    rows: 1,
  });
  expect(await everything()).toContain('Ada Lovelace');
  expect(await erasePerson(database.db, ADA, BY)).toEqual({
    parts: 4,
    invitations: 1,
    attempts: 1,
    requests: 0,
    deliveries: 2,
    rows: 1,
  });

  const left = await everything();
  expect(left).not.toMatch(/ada@|Ada |For Ada/i);
  expect(left).toContain(HANNA.name);
  expect(left).toContain('bob@partner.example');
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, entries: 4, erased: 4 });
  expect((await linesOf(database.db)).join('')).not.toMatch(/ada@/i);
  const [record] = await database.db.select().from(audit).where(eq(audit.action, 'person.erased'));
  expect(record?.details).toEqual({
    parts: ['1:target', '1:text', '3:target', '3:text'],
    invitations: 1,
    attempts: 1,
    requests: 0,
    deliveries: 2,
    rows: 1,
  });
});

test('a user of Usher is gone too; what one did stays what one did', async () => {
  await database.db
    .insert(invitations)
    .values(
      [1, 2].map(() =>
        anInvitation({ senderSubject: HANNA.subject, senderName: HANNA.name, senderEmail: HANNA.email }),
      ),
    );
  expect(await erasePerson(database.db, { subject: HANNA.subject }, BY)).toMatchObject({ parts: 3, invitations: 2 });
  const left = await everything();
  expect(left).not.toContain(HANNA.email);
  const sent = await database.db
    .select({ subject: invitations.senderSubject })
    .from(invitations)
    .where(eq(invitations.senderName, 'Erased person'));
  expect(new Set(sent.map(({ subject }) => subject)).size).toBe(1);
  expect(await verifyAudit(database.db)).toMatchObject({ ok: true, erased: 7 });
});

test('requests go with whom they are about and with who asked; an open one stands in the way', async () => {
  const [sam, guest] = ['sam-subject', 'grace@partner.example'];
  const human = { name: 'Sam Okafor', email: 'sam@acme.example' };
  await database.db.insert(requests).values(
    aRequest({
      requesterSubject: sam,
      requesterName: human.name,
      requesterEmail: human.email,
      emailKey: guest,
      content: { ...aRequestContent, email: guest, displayName: 'Grace Hopper', purpose: 'For Grace' },
    }),
  );
  const [row] = await database.db.select().from(requests);
  const author = { authorSubject: sam, authorName: human.name, authorEmail: human.email, authorRole: 'sponsor' };
  await database.db.insert(requestMessages).values({
    requestId: row?.id ?? '',
    number: 1,
    at: new Date(),
    kind: 'note',
    text: 'Grace is Sam’s aunt',
    ...author,
  });
  await database.db
    .insert(accounts)
    .values({ subject: sam, ...human, emailVerified: true, roles: [], groups: [], signedInAt: new Date() });
  for (const whom of [{ emailKey: guest }, { subject: sam }]) {
    await expect(erasePerson(database.db, whom, BY)).rejects.toThrow(
      /There is an open request for, or of, this person/,
    );
  }
  await database.db
    .update(requests)
    .set({ state: 'denied', deciderSubject: 'x', deciderName: 'Dee', decisionWords: 'Grace?' });
  expect(await erasePerson(database.db, { emailKey: guest }, BY)).toMatchObject({ requests: 1 });
  expect(await everything()).not.toMatch(/Grace/i);
  await database.db
    .insert(deliveries)
    .values([
      aDelivery({ recipient: 'Sam@acme.example' }),
      aDelivery({ recipient: HANNA.email, payload: { about: [row?.id], text: human.name } }),
    ]);
  expect(await erasePerson(database.db, { subject: sam }, BY)).toMatchObject({ requests: 1, deliveries: 2 });
  const left = await everything();
  expect(left).not.toMatch(/sam@|Sam Okafor|sam-subject/i);
  expect(left).toContain('Dee');
});

test('somebody who is nowhere is recorded as an erasure of nothing', async () => {
  expect(await erasePerson(database.db, { emailKey: 'nobody@partner.example' }, BY)).toEqual({
    parts: 0,
    invitations: 0,
    attempts: 0,
    requests: 0,
    deliveries: 0,
    rows: 0,
  });
  expect((await verifyAudit(database.db)).ok).toBe(true);
});
