import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test, vi } from 'vitest';
import { assertFree, freePort, portFrom } from './ports';

// Not every machine has IPv6.
const has6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

test.each(['127.0.0.1', '0.0.0.0', ...(has6 ? ['::1'] : [])])(
  'a port taken at %s is named, with the variable to set',
  async (host) => {
    const port = await freePort();
    const stranger = createServer().listen(port, host);
    await once(stranger, 'listening');
    await expect(assertFree(port, 'PORT', 'the app')).rejects.toThrow(
      `Port ${port} for the app is taken. Stop what uses it, or set PORT to another one.`,
    );
    stranger.close();
    await once(stranger, 'close');
    await expect(assertFree(port, 'PORT', 'the app')).resolves.toBeUndefined();
  },
);

test('a port comes from the environment, and nonsense is said', () => {
  vi.stubEnv('USHER_TEST_PORT', '');
  expect(portFrom('USHER_TEST_PORT', 3000)).toBe(3000);
  vi.stubEnv('USHER_TEST_PORT', '8080');
  expect(portFrom('USHER_TEST_PORT', 3000)).toBe(8080);
  for (const nonsense of ['http', '0', '70000', '3000.5', '-1']) {
    vi.stubEnv('USHER_TEST_PORT', nonsense);
    expect(() => portFrom('USHER_TEST_PORT', 3000)).toThrow(
      `USHER_TEST_PORT must be a port between 1 and 65535, not “${nonsense}”.`,
    );
  }
  vi.unstubAllEnvs();
});
