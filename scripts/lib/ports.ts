import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A port of the environment, or `fallback`; throws a sentence that names the variable. */
export function portFrom(
  variable: string,
  fallback: number,
  vars: Record<string, string | undefined> = process.env,
): number {
  const given = vars[variable];
  if (given === undefined || given === '') return fallback;
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${variable} must be a port between 1 and 65535, not “${given}”.`);
}

/** Throws a sentence when something else listens at `port`. */
export async function assertFree(port: number, variable: string, what: string): Promise<void> {
  // A browser tries localhost at both addresses, so a stranger at either one would answer in our place.
  if ((await canListen(port)) && !(await somebodyAnswers(port, '::1'))) return;
  throw new Error(`Port ${port} for ${what} is taken. Stop what uses it, or set ${variable} to another one.`);
}

/** A port that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function somebodyAnswers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => say(true));
    socket.once('error', () => say(false));
    socket.setTimeout(1_000, () => say(false));
  });
}
