import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './server';

declare module 'vitest' {
  export interface ProvidedContext {
    testServerAt?: string;
  }
}

/**
 * One Postgres for a whole run, started when the first test file asks for it: most runs of a single file never do.
 * Workers are processes of their own, so they ask over HTTP.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<TestServer> | undefined;
  const door = createServer(async (_, response) => {
    server ??= startTestServer();
    try {
      response.end((await server).adminUrl);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  project.provide('testServerAt', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.close();
    await (await server)?.stop();
  };
}
