import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { CALL, codeOf, directoryFor, inviteTo, sandboxControl } from './setup';

const control = sandboxControl();

/** Runs `work` with a server of its own on the loopback interface. */
async function withServer<T>(listener: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each([301, 302, 303, 307, 308])(
  'a %d leads neither the credential nor a create to another host',
  async (status) => {
    const arrived: string[] = [];
    await withServer(
      (req, res) => {
        arrived.push(`${req.method} ${req.url} ${req.headers.authorization}`);
        res.setHeader('content-type', 'application/json').end('{"invitation":{"id":"i1"},"userId":"u1"}');
      },
      (elsewhere) =>
        withServer(
          (req, res) => {
            if (req.url !== '/auth/v1/token')
              return void res.writeHead(status, { location: `${elsewhere}${req.url}` }).end();
            res.setHeader('content-type', 'application/json');
            res.end('{"access_token":"t","token_type":"Bearer","expires_in":600}');
          },
          async (url) => {
            const directory = directoryFor(control, { CONDUCTORONE_SERVER_URL: url });
            expect(codeOf(await directory.introspect(CALL))).toBe('malformed');
            expect(codeOf(await directory.createInvitation(inviteTo('d', 'ada@example.org'), CALL))).toBe(
              'outcome-unknown',
            );
          },
        ),
    );
    expect(arrived).toEqual([]);
  },
);

test('a token endpoint that redirects gets no credential sent on', async () => {
  const arrived: string[] = [];
  await withServer(
    (req, res) => {
      arrived.push(String(req.url));
      res.end();
    },
    (elsewhere) =>
      withServer(
        (_req, res) => void res.writeHead(307, { location: elsewhere }).end(),
        async (url) => {
          const vars = { CONDUCTORONE_SERVER_URL: url, USHER_UPSTREAM_AUTH: 'client_secret' };
          expect(codeOf(await directoryFor(control, vars).introspect(CALL))).toBe('unavailable');
        },
      ),
  );
  expect(arrived).toEqual([]);
});
