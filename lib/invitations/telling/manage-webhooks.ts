import { z } from 'zod';
import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import type { Logged } from './deliveries';
import type { Webhook, WebhookSettings } from './webhooks';

const DAY_MS = 86_400_000;
const MAX_EVENTS = 50;
/** What one page of the log shows. */
const LOG_LINES = 100;

const id = z.uuid('This is not a webhook.');
const settings = {
  name: z.string().trim().min(1, 'Give it a name, so that others know what it is for.').max(100),
  url: z.string().trim().max(2_000),
  events: z
    .string()
    .max(2_000)
    .transform((text) => text.split(/[\s,]+/u).filter((part) => part !== ''))
    .pipe(
      z
        .array(
          z.string().regex(/^[a-z][a-z.-]*$/u, 'Write events like invitation or invitation.sent, with commas between.'),
        )
        .max(MAX_EVENTS, `At most ${MAX_EVENTS}.`),
    ),
};
export const addWebhookSchema = z.strictObject(settings);
export const changeWebhookSchema = z.strictObject({ id, ...settings, enabled: z.enum(['yes', 'no']) });
export const webhookIdSchema = z.strictObject({ id });
export const redeliverSchema = z.strictObject({ id, delivery: z.uuid('This is not a delivery.') });

/** A secret is shown once, with the answer that made it. */
export type WithSecret = { webhook: Webhook; secret: string };

type Call<S extends z.ZodType> = { ctx: Context; input: z.output<S> };

/** Adds a webhook. Answers `forbidden`, or `invalid-input` for an address that must not be reached. */
export async function addWebhook({ ctx, input }: Call<typeof addWebhookSchema>): Promise<Result<WithSecret>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  const refused = refusedTarget(ctx, input);
  if (refused !== null) return refused;
  const secret = ctx.webhooks.newSecret();
  return ok({ webhook: await ctx.webhooks.store.add({ ...input, enabled: true }, secret, by(ctx)), secret });
}

/** Changes one. Answers as `addWebhook` does, and `webhook-not-found`. */
export async function changeWebhook({ ctx, input }: Call<typeof changeWebhookSchema>): Promise<Result<Webhook>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  const refused = refusedTarget(ctx, input);
  if (refused !== null) return refused;
  const { id: which, enabled, ...rest } = input;
  const changed = await ctx.webhooks.store.change(which, { ...rest, enabled: enabled === 'yes' }, by(ctx));
  return changed === null ? fail('webhook-not-found') : ok(changed);
}

/** A new secret; the old one is signed with as well for a day. */
export async function rotateSecret({ ctx, input }: Call<typeof webhookIdSchema>): Promise<Result<WithSecret>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  const secret = ctx.webhooks.newSecret();
  const until = new Date(ctx.clock.now().getTime() + DAY_MS);
  const webhook = await ctx.webhooks.store.rotate(input.id, secret, until, by(ctx));
  return webhook === null ? fail('webhook-not-found') : ok({ webhook, secret });
}

export async function removeWebhook({ ctx, input }: Call<typeof webhookIdSchema>): Promise<Result<null>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  return (await ctx.webhooks.store.remove(input.id, by(ctx))) ? ok(null) : fail('webhook-not-found');
}

/** Sends an event that says that it is a trial. */
export async function tryWebhook({ ctx, input }: Call<typeof webhookIdSchema>): Promise<Result<null>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  if ((await ctx.webhooks.store.byId(input.id)) === null) return fail('webhook-not-found');
  await ctx.webhooks.deliveries.add([
    {
      channel: 'webhook',
      kind: 'usher.trial',
      recipient: input.id,
      key: `trial:${crypto.randomUUID()}`,
      sequence: null,
      payload: { type: 'usher.trial', timestamp: ctx.clock.now().toISOString(), data: { askedBy: ctx.actor.name } },
    },
  ]);
  return ok(null);
}

/** Sends a delivery again, under its old id. */
export async function redeliver({ ctx, input }: Call<typeof redeliverSchema>): Promise<Result<null>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  const found = await ctx.webhooks.deliveries.byId(input.delivery);
  if (found === null || found.delivery.recipient !== input.id) return fail('webhook-not-found');
  await ctx.webhooks.deliveries.again(input.delivery);
  return ok(null);
}

export async function listWebhooks({ ctx }: { ctx: Context }): Promise<Result<Webhook[]>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  return ok(await ctx.webhooks.store.all());
}

export type WebhookLog = { webhook: Webhook; deliveries: Logged[] };

/** One with what was last sent to it, newest first. */
export async function showWebhook({ ctx, input }: Call<typeof webhookIdSchema>): Promise<Result<WebhookLog>> {
  if (!can(ctx.actor, 'webhook.manage')) return fail('forbidden');
  const webhook = await ctx.webhooks.store.byId(input.id);
  if (webhook === null) return fail('webhook-not-found');
  return ok({ webhook, deliveries: await ctx.webhooks.deliveries.log(input.id, LOG_LINES) });
}

function refusedTarget(
  ctx: Context,
  { url }: Pick<WebhookSettings, 'url'>,
): { ok: false; failure: { code: 'invalid-input'; fields: Record<string, string> } } | null {
  const problem = ctx.webhooks.problemWith(url);
  return problem === null ? null : { ok: false, failure: { code: 'invalid-input', fields: { url: problem } } };
}

const by = (ctx: Context) => ({ actor: humanOf(ctx.actor), requestId: ctx.requestId });
