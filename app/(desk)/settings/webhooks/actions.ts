'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { failedAct, formFrom, type Performed, perform } from '@/lib/action';
import type { ActState, SecretState } from '@/lib/action-state';
import { textIn } from '@/lib/invitations/form-data';
import {
  addWebhook,
  addWebhookSchema,
  changeWebhook,
  changeWebhookSchema,
  redeliver,
  redeliverSchema,
  removeWebhook,
  rotateSecret,
  tryWebhook,
  type WithSecret,
  webhookIdSchema,
} from '@/lib/invitations/telling/manage-webhooks';

const PERMISSION = 'webhook.manage';
const PAGES = '/settings/webhooks';

/** Adds a webhook; its secret comes with the answer, once. */
export async function addWebhookAction(_previous: SecretState, data: FormData): Promise<SecretState> {
  const values = settingsFrom(formFrom(data));
  const performed = await perform(
    { kind: 'write', permission: PERMISSION, schema: addWebhookSchema, verb: addWebhook },
    values,
  );
  return secretShown(performed, values);
}

/** A new secret for one; the old one counts for a day more. */
export async function rotateSecretAction(_previous: SecretState, data: FormData): Promise<SecretState> {
  const performed = await perform(
    { kind: 'write', permission: PERMISSION, schema: webhookIdSchema, verb: rotateSecret },
    { id: formFrom(data).get('id') },
  );
  return secretShown(performed, {});
}

/** Changes name, address, events, or whether it is on. */
export async function changeWebhookAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: PERMISSION, schema: changeWebhookSchema, verb: changeWebhook },
    { id: form.get('id'), ...settingsFrom(form), enabled: form.get('enabled') === 'yes' ? 'yes' : 'no' },
  );
  return shown(performed, 'Saved.');
}

/** Removes one, with its log. */
export async function removeWebhookAction(_previous: ActState, data: FormData): Promise<ActState> {
  const performed = await perform(
    { kind: 'write', permission: PERMISSION, schema: webhookIdSchema, verb: removeWebhook },
    { id: formFrom(data).get('id') },
  );
  if (performed.ok) redirect(PAGES);
  return shown(performed, '');
}

/** Sends an event that says that it is a trial. */
export async function tryWebhookAction(_previous: ActState, data: FormData): Promise<ActState> {
  const performed = await perform(
    { kind: 'write', permission: PERMISSION, schema: webhookIdSchema, verb: tryWebhook },
    { id: formFrom(data).get('id') },
  );
  return shown(performed, 'On its way. Reload in a few seconds to see how it went.');
}

/** Sends a delivery again, under its old id. */
export async function redeliverAction(_previous: ActState, data: FormData): Promise<ActState> {
  const form = formFrom(data);
  const performed = await perform(
    { kind: 'write', permission: PERMISSION, schema: redeliverSchema, verb: redeliver },
    { id: form.get('id'), delivery: form.get('delivery') },
  );
  return shown(performed, 'On its way again.');
}

const settingsFrom = (form: FormData) => ({
  name: textIn(form, 'name'),
  url: textIn(form, 'url'),
  events: textIn(form, 'events'),
});

function secretShown(performed: Performed<WithSecret>, values: Record<string, string>): SecretState {
  if (performed.ok) {
    revalidatePath(PAGES, 'layout');
    return { status: 'ok', secret: performed.value.secret, id: performed.value.webhook.id };
  }
  const { failure, fields } = performed;
  return { status: 'failed', failure, fields: fields ?? {}, values };
}

function shown(performed: Performed<unknown>, message: string): ActState {
  // Only what changed something makes the page anew: to whom it is refused, there is nothing to show.
  if (performed.ok) {
    revalidatePath(PAGES, 'layout');
    return { status: 'ok', message };
  }
  return failedAct(performed);
}
