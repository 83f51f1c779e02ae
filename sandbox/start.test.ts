import { request } from 'node:http';
import { expect, test } from 'vitest';
import { startSandbox } from './start';
import { startClient } from './test-client';

test('closing ends at once, also under calls that hang', async () => {
  const sandbox = await startClient({ people: 10, invitations: 0 });
  await sandbox.control('POST', '/faults', { kind: 'hang', operations: ['token'] });
  const hanging = new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    request(`${sandbox.url}/auth/v1/token`, { method: 'POST', headers }).on('error', resolve).end('grant_type=x');
  });
  const reached = async (): Promise<boolean> =>
    (await sandbox.control('GET', '/journal?operation=token')).requests.length === 2;
  while (!(await reached()));
  const started = performance.now();
  await sandbox.close();
  expect(performance.now() - started).toBeLessThan(500);
  expect(await hanging).toMatchObject({ code: 'ECONNRESET' });
});

test('two sandboxes in one process know nothing of each other', async () => {
  const [one, two] = [await startClient({ people: 10 }), await startClient({ people: 10 })];
  await one.invite('guest@partner.example');
  expect((await two.control('GET', '/invitations?email=guest@partner.example')).total).toBe(0);
  expect((await two.requestToken(one.secretForm)).status).toBe(401);
  await Promise.all([one.close(), two.close()]);
});

test('a taken port is an error with a code', async () => {
  const first = await startSandbox({ people: 10, invitations: 0 });
  await expect(startSandbox({ port: Number(new URL(first.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
});

test('100,000 invitations and 20,000 people are there in seconds, and any page is quick', async () => {
  const started = performance.now();
  const sandbox = await startClient({ people: 20_000, invitations: 100_000 });
  expect(performance.now() - started).toBeLessThan(10_000);
  const [directory] = await sandbox.directories();
  const timed = async (
    path: string,
    body: Record<string, unknown>,
  ): Promise<{ ms: number; body: { list: unknown[]; nextPageToken: string } }> => {
    const from = performance.now();
    const reply = await sandbox.api('POST', path, body);
    return { ms: performance.now() - from, body: reply.body };
  };
  const times: number[] = [];
  let pageToken = '';
  let seen = 0;
  for (let page = 0; page < 20; page++) {
    const { ms, body } = await timed('/search/local-directory-invitations', {
      directoryAppId: directory?.appId,
      statusFilter: 'LOCAL_INVITATION_STATUS_REVOKED',
      pageSize: 100,
      pageToken,
    });
    times.push(ms);
    seen += body.list.length;
    pageToken = body.nextPageToken;
  }
  expect(seen).toBe(2000);
  for (const query of ['zo', 'nobody-here', 'smith'])
    times.push((await timed('/search/users', { query, pageSize: 100 })).ms);
  times.push((await timed('/search/users', { email: 'ana.ruiz@acme.example' })).ms);
  expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(50);
  await sandbox.close();
});
