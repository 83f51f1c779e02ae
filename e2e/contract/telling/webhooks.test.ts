import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '@/lib/clock';
import { createDeliveries } from '@/lib/db/deliveries';
import { createWebhooks } from '@/lib/db/webhooks';
import type { Log } from '@/lib/invitations/ports';
import { tell } from '@/lib/invitations/telling/tell';
import { webhookReader } from '@/lib/invitations/telling/webhook-reader';
import { webhookCourier } from '@/lib/webhooks/courier';
import { newSecret, secretBox } from '@/lib/webhooks/secrets';
import { readAllowed } from '@/lib/webhooks/target';
import { testDatabase } from '../db/support';

const database = testDatabase();
const silent: Log = { info() {}, warn() {}, error() {} };
const by = {
  actor: { subject: 'ada', name: 'Ada Admin', email: 'ada@acme.example', role: 'admin' },
  requestId: 'request-1',
};
const box = secretBox('a session secret of the tests, long enough');

type Got = { path: string; headers: IncomingHttpHeaders; body: string };
let got: Got[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 204 };
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    got.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(answer.status, answer.headers).end();
  });
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  await createDeliveries(database).begin(['webhooks']);
});
afterAll(() => receiver.close());

const store = () => createWebhooks(database, box);
const deliveries = () => createDeliveries(database);

const turn = (allowed: string[] = ['127.0.0.1']) =>
  tell({
    clock: systemClock,
    log: silent,
    deliveries: deliveries(),
    readers: [webhookReader(store())],
    couriers: { webhook: webhookCourier({ store: store(), allowed: readAllowed(allowed), clock: systemClock }) },
    random: () => 0,
  });

const add = async (url = `${origin}/usher`, events: string[] = []) => {
  const secret = newSecret();
  return { secret, ...(await store().add({ name: 'The desk’s chat', url, events, enabled: true }, secret, by)) };
};

beforeEach(async () => {
  for (const { id } of await store().all()) await store().remove(id, by);
  await turn();
  got = [];
  answer = { status: 204 };
});

const verified = ({ headers, body }: Got, secret: string) =>
  new Verifier(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>;

test('an event arrives signed, with the id that it keeps, and says who did what', async () => {
  const { id, secret } = await add();
  await turn();
  expect(got).toHaveLength(1);
  const [first] = got as [Got];
  expect(verified(first, secret)).toMatchObject({
    type: 'webhook.added',
    data: { actor: { name: 'Ada Admin' }, details: { webhook: id } },
  });
  const [logged] = await deliveries().log(id, 10);
  expect(logged?.delivery.state).toBe('delivered');
  expect(first.headers['webhook-id']).toBe(`msg_${logged?.delivery.id}`);
  expect(() => verified({ ...first, body: first.body.replace('Ada', 'Eve') }, secret)).toThrow();
});

test('hears of what it asked for, and of nothing else', async () => {
  const { id } = await add(`${origin}/usher`, ['invitation', 'webhook.secret-rotated']);
  await store().rotate(id, newSecret(), new Date(), by);
  await turn();
  expect(got.map(({ body }) => JSON.parse(body).type)).toEqual(['webhook.secret-rotated']);
});

test('while a secret is changed, both fit; afterwards only the new one', async () => {
  const { id, secret } = await add();
  await turn();
  const next = newSecret();
  await store().rotate(id, next, new Date(Date.now() + 60_000), by);
  await turn();
  const both = got.at(-1) as Got;
  expect(verified(both, secret)).toEqual(verified(both, next));
  await store().rotate(id, newSecret(), new Date(Date.now() - 1), by);
  await turn();
  expect(() => verified(got.at(-1) as Got, next)).toThrow();
});

test('secrets are not in the database as they are', async () => {
  const { secret } = await add();
  const { rows } = await database.pool.query('select secret from webhook');
  expect(rows).toHaveLength(1);
  expect(rows[0].secret).not.toContain(secret.slice('whsec_'.length));
  expect(box.open(rows[0].secret)).toBe(secret);
});

test('a redirect is not followed, and counts as a failure that is tried again', async () => {
  answer = { status: 302, headers: { Location: `${origin}/elsewhere` } };
  const { id } = await add();
  await turn();
  expect(got.map(({ path }) => path)).toEqual(['/usher']);
  expect((await deliveries().log(id, 1))[0]).toMatchObject({
    delivery: { state: 'waiting', lastProblem: expect.stringContaining('redirect') },
    tries: [{ status: 302 }],
  });
});

test('a receiver that is down hears of it later, under the same id', async () => {
  answer = { status: 503 };
  const { id } = await add();
  await turn();
  const [waiting] = await deliveries().log(id, 1);
  expect(waiting?.delivery.state).toBe('waiting');
  answer = { status: 200 };
  await deliveries().again(waiting?.delivery.id ?? '');
  await turn();
  expect(got.map(({ headers }) => headers['webhook-id'])).toEqual([
    `msg_${waiting?.delivery.id}`,
    `msg_${waiting?.delivery.id}`,
  ]);
  expect((await deliveries().log(id, 1))[0]?.delivery.state).toBe('delivered');
});

test.each([
  ['a loopback address', () => `${origin}/usher`],
  ['the metadata service', () => 'https://169.254.169.254/latest/meta-data'],
  [
    'a name that leads to this machine',
    () => `https://localhost.localdomain.example.localhost:${new URL(origin).port}/`,
  ],
])('nothing is sent to %s, even where the address stands in the table already', async (_what, url) => {
  const { id } = await add(url());
  await turn([]);
  expect(got).toEqual([]);
  expect((await deliveries().log(id, 1))[0]?.delivery).toMatchObject({
    state: 'failed',
    lastProblem: expect.stringContaining('private or local'),
  });
});

test('one that was switched off or removed gets nothing more', async () => {
  const { id, name, url, events } = await add();
  await store().change(id, { name, url, events, enabled: false }, by);
  await turn();
  expect(got).toEqual([]);
  expect(await store().remove(id, by)).toBe(true);
  expect(await deliveries().log(id, 1)).toEqual([]);
  expect(await store().remove(id, by)).toBe(false);
});
