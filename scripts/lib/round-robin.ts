import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RoundRobin = Awaited<ReturnType<typeof roundRobin>>;

/**
 * One address in front of several ports on this machine: each request goes to the next one, and to the one after it where
 * nobody listens. `targets()` is asked with every request.
 */
export async function roundRobin(targets: () => readonly number[]) {
  const agent = new Agent({ keepAlive: true });
  const answered = new Map<number, number>();
  const underWay = new Map<number, number>();
  let turn = 0;
  const count = (counts: Map<number, number>, port: number, by: number) =>
    counts.set(port, (counts.get(port) ?? 0) + by);

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const ports = targets();
    turn += 1;
    for (let i = 0; i < ports.length; i += 1) {
      const port = ports[(turn + i) % ports.length] ?? 0;
      if (await tried(port, incoming, Buffer.concat(chunks), outgoing)) return;
    }
    outgoing.writeHead(502).end();
  }

  /** False when nobody listens there, so that another one may be asked: nothing was sent. */
  function tried(port: number, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<boolean> {
    return new Promise((resolve) => {
      const { method, url, headers } = incoming;
      const onward = request({ agent, host: '127.0.0.1', port, method, path: url, headers });
      count(underWay, port, 1);
      onward.once('close', () => count(underWay, port, -1));
      onward.once('response', (response) => {
        count(answered, port, 1);
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
        response.once('error', () => outgoing.destroy());
        resolve(true);
      });
      onward.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') return resolve(false);
        // It died with the request: the browser sees a broken connection.
        outgoing.destroy();
        resolve(true);
      });
      onward.end(body);
    });
  }

  const server = createServer((incoming, outgoing) => void forward(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    /** Answers so far, by port. */
    answered: (of: number) => answered.get(of) ?? 0,
    /** Requests that wait for their answer, by port. */
    underWay: (of: number) => underWay.get(of) ?? 0,
    close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
