import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { Webhook as Verifier } from 'standardwebhooks';
import { expect, signInAs, test } from './support/test';

type Got = { headers: IncomingHttpHeaders; body: string };

/** Somebody's system, which keeps what it is told. */
async function openReceiver() {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    got,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/usher`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const read = ({ headers, body }: Got, secret: string) =>
  new Verifier(secret).verify(body, headers as Record<string, string>);

const shownSecret = (page: Page) => page.getByText(/^whsec_/);

test('a webhook from its first day to its last', async ({ page }) => {
  const receiver = await openReceiver();
  const { got } = receiver;
  const heard = (count: number) => expect.poll(() => got.length, { timeout: 30_000 }).toBe(count);
  try {
    await signInAs(page, 'Omar Haddad', '/settings/webhooks');
    await page.getByLabel('Name', { exact: true }).fill('The desk’s chat');
    await page.getByLabel('Address', { exact: true }).fill('https://10.0.0.8/usher');
    await page.getByLabel(/^Events/).fill('webhook.secret-rotated');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await expect(page.getByText(/private or local/)).toBeVisible();
    await page.getByLabel('Address', { exact: true }).fill(receiver.url);
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await expect(page.getByText('This is its secret. It is not shown again.')).toBeVisible();
    const secret = (await shownSecret(page).textContent()) ?? '';
    await page.reload();
    await expect(shownSecret(page)).toHaveCount(0);

    await page.getByRole('link', { name: /The desk’s chat/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'The desk’s chat' })).toBeVisible();
    await page.getByRole('button', { name: 'Send a trial event' }).click();
    await expect(page.getByText('On its way. Reload in a few seconds to see how it went.')).toBeVisible();
    await heard(1);
    expect(read(got[0] as Got, secret)).toMatchObject({ type: 'usher.trial', data: { askedBy: 'Omar Haddad' } });

    const line = page.getByRole('listitem').filter({ hasText: 'usher.trial' });
    await expect(async () => {
      await page.reload();
      await expect(line.getByText('Received')).toBeVisible({ timeout: 500 });
    }).toPass();
    await line.getByText('usher.trial').click();
    await expect(line.getByText(/answered 204/)).toBeVisible();
    await line.getByRole('button', { name: 'Send again' }).click();
    await heard(2);
    expect(got[1]?.headers['webhook-id']).toBe(got[0]?.headers['webhook-id']);

    await page.getByRole('button', { name: 'Make a new secret' }).click();
    const next = (await shownSecret(page).textContent()) ?? '';
    expect(next).not.toBe(secret);
    await heard(3);
    expect(read(got[2] as Got, secret)).toMatchObject({ type: 'webhook.secret-rotated' });
    expect(read(got[2] as Got, next)).toMatchObject({ type: 'webhook.secret-rotated' });

    await page.getByRole('button', { name: 'Remove The desk’s chat' }).click();
    await expect(page).toHaveURL(/\/settings\/webhooks$/);
    await expect(page.getByRole('link', { name: /The desk’s chat/ })).toHaveCount(0);
  } finally {
    await receiver.close();
  }
});
