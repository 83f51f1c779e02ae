import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { rfc3339 } from '../base/clock';
import type { World } from '../world';
import type { MailFault, Step } from './faults';
import { parseMail } from './parse';

export interface MailServer {
  port: number;
  close(): Promise<void>;
}

type Done = (error?: Error | null) => void;

const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Starts a mail server that takes every mail to anybody and sends none on. Signing in is optional, with any name and
 * password. It offers no TLS, as no client would trust a certificate made here.
 *
 * @throws the server's error when the port cannot be had
 */
export async function startMailServer(world: World, host: string, port: number): Promise<MailServer> {
  const sockets = new Map<number, Socket>();
  const gate = (step: Step, session: SMTPServerSession, recipients: string[], done: Done): void => {
    const fault = world.mailFaults.take(step, recipients, world.chaos);
    if (fault === null) done();
    else apply(fault, done, () => sockets.get(session.remotePort)?.destroy());
  };
  const server = new SMTPServer({
    name: 'sandbox.example',
    banner: 'Usher sandbox',
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: MAX_BYTES,
    onConnect: (session, done) => gate('connection', session, [], done),
    onAuth: (auth, session, done) =>
      gate('auth', session, [], (error) => done(error ?? null, error ? undefined : { user: auth.username ?? '' })),
    onMailFrom: (_address, session, done) => gate('sender', session, [], done),
    onRcptTo: ({ address }, session, done) => gate('recipient', session, [address], done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const take = (): Promise<void> => keep(world, session, Buffer.concat(chunks));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const fault = world.mailFaults.take('data', to, world.chaos);
        const drop = (): unknown => sockets.get(session.remotePort)?.destroy();
        if (fault !== null && fault.kind !== 'accept-then-drop') apply(fault, done, drop);
        else
          take().then(
            () => (fault === null ? done() : drop()),
            (error: unknown) => done(refusal(554, `The mail cannot be read: ${String(error)}`)),
          );
      });
    },
  });
  // A client that goes away in the middle is nothing to report.
  server.on('error', () => {});
  server.server.on('connection', (socket) => {
    const key = socket.remotePort ?? 0;
    sockets.set(key, socket);
    socket.once('close', () => sockets.delete(key));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function apply(fault: MailFault, done: Done, drop: () => unknown): void {
  if (fault.kind === 'refuse') done(refusal(fault.status, fault.message ?? WORDS[fault.status] ?? 'Refused'));
  else if (fault.kind !== 'hang') drop();
}

const WORDS: Record<number, string> = {
  421: 'Service not available, try again later',
  450: 'Mailbox busy, try again later',
  451: 'Greylisted, try again later',
  535: 'Authentication credentials invalid',
  550: 'No such mailbox here',
  552: 'Mailbox full',
  554: 'Transaction failed',
};

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

async function keep(world: World, session: SMTPServerSession, raw: Buffer): Promise<void> {
  const at = rfc3339(world.clock.now());
  const { mailFrom, rcptTo } = session.envelope;
  const parsed = await parseMail(raw);
  world.mailbox.add({
    at,
    sender: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    ...parsed,
    user: session.user ?? null,
  });
}
