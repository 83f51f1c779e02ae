import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import type { Webhook, WebhookChange, Webhooks } from '../invitations/telling/webhooks';
import { appendAudit } from './audit';
import { type Database, databaseNow, type SharedClock, type Tx } from './connection';
import { deliveries, webhooks } from './schema-telling';
import { inTransaction } from './transaction';

type Row = typeof webhooks.$inferSelect;

/** The `Webhooks` port on Postgres. `box` keeps the secrets from whoever can only read the database. */
export function createWebhooks(
  { db }: Pick<Database, 'db'>,
  box: { seal(secret: string): string; open(sealed: string): string },
  clock: SharedClock = databaseNow,
): Webhooks {
  const changed = (tx: Tx, action: string, row: Row, { actor, requestId }: WebhookChange) =>
    appendAudit(tx, {
      action,
      actor,
      requestId,
      details: { webhook: row.id, host: URL.parse(row.url)?.host ?? '', enabled: row.enabled, events: row.events },
    });

  const update = (id: string, action: string, by: WebhookChange, values: (at: Date, row: Row) => Partial<Row>) =>
    inTransaction(db, async (tx) => {
      const [row] = await tx.select().from(webhooks).where(eq(webhooks.id, id)).for('update');
      if (row === undefined) return null;
      const at = await clock(tx);
      const [next] = await tx
        .update(webhooks)
        .set({ ...values(at, row), updatedAt: at })
        .where(eq(webhooks.id, id))
        .returning();
      if (next === undefined) return null;
      await changed(tx, action, next, by);
      return toWebhook(next);
    });

  return {
    async all() {
      return (await db.select().from(webhooks).orderBy(asc(webhooks.createdAt), asc(webhooks.id))).map(toWebhook);
    },

    async byId(id) {
      const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
      return row === undefined ? null : toWebhook(row);
    },

    async secretsOf(id) {
      const [row] = await db
        .select()
        .from(webhooks)
        .where(and(eq(webhooks.id, id), eq(webhooks.enabled, true)));
      if (row === undefined) return null;
      const at = await clock(db);
      const previous = row.previousUntil !== null && row.previousUntil > at ? [row.previousSecret] : [];
      return { url: row.url, secrets: [row.secret, ...previous].map(box.open) };
    },

    add: (settings, secret, by) =>
      inTransaction(db, async (tx) => {
        const at = await clock(tx);
        const values = { ...settings, id: crypto.randomUUID(), secret: box.seal(secret), createdAt: at, updatedAt: at };
        const [row] = await tx.insert(webhooks).values(values).returning();
        if (row === undefined) throw new Error('the insert returned no row');
        await changed(tx, 'webhook.added', row, by);
        return toWebhook(row);
      }),

    change: (id, settings, by) => update(id, 'webhook.changed', by, () => settings),

    rotate: (id, secret, previousUntil, by) =>
      update(id, 'webhook.secret-rotated', by, (_at, row) => ({
        secret: box.seal(secret),
        previousSecret: row.secret,
        previousUntil,
      })),

    remove: (id, by) =>
      inTransaction(db, async (tx) => {
        const [row] = await tx.delete(webhooks).where(eq(webhooks.id, id)).returning();
        if (row === undefined) return false;
        await tx.delete(deliveries).where(eq(deliveries.recipient, id));
        await changed(tx, 'webhook.removed', row, by);
        return true;
      }),
  };
}

const toWebhook = ({ secret: _secret, previousSecret: _previous, ...webhook }: Row): Webhook => webhook;
