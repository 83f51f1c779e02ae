import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleApi, handleToken } from './api/handle';
import { type Credentials, generateCredentials } from './auth/credential';
import type { TokenEndpointContext } from './auth/token-endpoint';
import { handleControl } from './control/handle';
import { handleInteraction } from './idp/interaction';
import { type Idp, makeIdp } from './idp/provider';
import { startMailServer } from './mail/server';
import { handlePage } from './pages/handle';
import { DEFAULT_SEED } from './tenant/tenant';
import { World } from './world';

export interface SandboxOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
  /** The mail server's port; 0 (the default) takes any free one. */
  smtpPort?: number;
  /** Where the product lives, for the redirect addresses of the identity provider; default http://localhost:3000. */
  appOrigin?: string;
  /** Several such origins; taken together with `appOrigin`. */
  appOrigins?: readonly string[];
  /** Kept from an earlier start; generated when absent. */
  credentials?: Credentials;
  seed?: number;
  people?: number;
  invitations?: number;
}

export interface Sandbox {
  url: string;
  smtpUrl: string;
  /** What the product needs in its environment to talk to this sandbox. Holds secrets. */
  env: Record<string, string>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts a sandbox on the loopback interface: the tenant's token endpoint and API, the identity provider, the
 * pages and the control API on one port, and the mail server on another.
 *
 * @throws the server's error when a port cannot be had (`code` is EADDRINUSE when it is taken)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  let open: (listener: Listener) => void = () => {};
  const opened = new Promise<Listener>((resolve) => {
    open = resolve;
  });
  // The port comes first, because addresses follow from it; who calls before the tenant is planted waits.
  const server = createServer((req, res) => void opened.then((listener) => listener(req, res)));
  await listen(server, options.port ?? 0);
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  const credentials = options.credentials ?? generateCredentials(HOST);
  const { seed = DEFAULT_SEED.seed, people = DEFAULT_SEED.people, invitations = DEFAULT_SEED.invitations } = options;
  const world = new World(credentials, { seed, people, invitations });
  const appOrigins = [...new Set([...(options.appOrigins ?? []), ...(options.appOrigin ? [options.appOrigin] : [])])];
  if (appOrigins.length === 0) appOrigins.push('http://localhost:3000');
  const idp = await makeIdp(world, url, appOrigins);
  const mail = await startMailServer(world, HOST, options.smtpPort ?? 0).catch(async (error: unknown) => {
    await close(server, world);
    throw error;
  });
  open(makeListener(world, idp, appOrigins, url));
  const smtpUrl = `smtp://${HOST}:${mail.port}`;
  return {
    url,
    smtpUrl,
    env: {
      CONDUCTORONE_CLIENT_ID: credentials.clientId,
      CONDUCTORONE_CLIENT_SECRET: credentials.clientSecret,
      CONDUCTORONE_SERVER_URL: url,
      OIDC_ISSUER: idp.issuer,
      OIDC_CLIENT_ID: credentials.oidcClientId,
      OIDC_CLIENT_SECRET: credentials.oidcClientSecret,
      SMTP_URL: smtpUrl,
      USHER_MAIL_FROM: 'Usher <usher@acme.example>',
    },
    close: async () => {
      await Promise.all([close(server, world), mail.close()]);
    },
  };
}

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

function makeListener(world: World, idp: Idp, appOrigins: readonly string[], url: string): Listener {
  const tokenContext: TokenEndpointContext = {
    credentials: world.credentials,
    tokens: world.tokens,
    replays: world.replays,
    clock: world.tokenClock,
    settings: () => world.settings,
    issuer: idp.issuer,
    jwks: idp.jwks,
  };
  const dispatch = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const target = URL.canParse(req.url ?? '/', url) ? new URL(req.url ?? '/', url) : new URL(url);
    const path = target.pathname;
    if (path === '/auth/v1/token') return handleToken(world, tokenContext, req, res, target);
    if (path.startsWith('/idp/interaction/')) return handleInteraction(world, idp, appOrigins, req, res);
    if (path === '/idp' || path.startsWith('/idp/')) return idp.handle(req, res);
    if (path === '/_sandbox' || path.startsWith('/_sandbox/')) {
      return handleControl(world, idp.mintToken, req, res, target);
    }
    if (!path.startsWith('/api/') && handlePage(world, req, res, target)) return;
    return handleApi(world, req, res, target);
  };
  return (req, res) => {
    dispatch(req, res).catch((error: unknown) => {
      if (res.destroyed) return;
      console.error(error);
      if (!res.headersSent) res.writeHead(500, { 'content-type': 'text/plain' });
      res.end('The sandbox failed; its log says how.\n');
    });
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Ends at once: calls that hang on purpose and idle keep-alive connections are cut. */
function close(server: Server, world: World): Promise<void> {
  world.cancelLate();
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
