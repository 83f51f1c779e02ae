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

test('100,000 invitations and 20,000 people are there in seconds, and pages cost little', async () => {
  // Processor time, client included: the clock on the wall says more about what else the machine is doing.
  const spent = (since?: NodeJS.CpuUsage): number => process.cpuUsage(since).user / 1000;
  const atStart = process.cpuUsage();
  const sandbox = await startClient({ people: 20_000, invitations: 100_000 });
  expect(spent(atStart)).toBeLessThan(10_000);
  const [directory] = await sandbox.directories();
  const statusFilter = 'LOCAL_INVITATION_STATUS_REVOKED';

  const atPages = process.cpuUsage();
  const ids = new Set<string>();
  let pageToken = '';
  for (let page = 0; page < 40; page++) {
    const body = { directoryAppId: directory?.appId, statusFilter, pageSize: 100, pageToken };
    const reply = await sandbox.api('POST', '/search/local-directory-invitations', body);
    for (const item of reply.body.list) ids.add(item.id);
    pageToken = reply.body.nextPageToken;
  }
  expect(ids.size).toBe(4000);
  for (const body of [
    { query: 'zo' },
    { query: 'nobody-here' },
    { query: 'smith' },
    { email: 'ana.ruiz@acme.example' },
  ]) {
    expect((await sandbox.api('POST', '/search/users', body)).status).toBe(200);
  }
  expect(spent(atPages) / 44).toBeLessThan(50);
  await sandbox.close();
});
