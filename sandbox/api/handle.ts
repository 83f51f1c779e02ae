import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OAuthError } from '../auth/oauth-error';
import { issueToken, summarise, type TokenEndpointContext } from '../auth/token-endpoint';
import type { OperationName } from '../control/faults';
import type { JournalEntry } from '../control/journal';
import { parseJsonObject, readBody } from '../http/body';
import { GrpcError } from '../http/errors';
import { matchRoute, type Route } from '../http/router';
import type { World } from '../world';
import { createInvitation } from './create-invitation';
import { type Answer, deliver, jsonAnswer, write } from './delivery';
import { introspect } from './introspect';
import { getDirectory, listDirectories } from './list-directories';
import { listRoles } from './list-roles';
import { getInvitation, revokeInvitation } from './one-invitation';
import type { Operation } from './operation';
import { searchInvitations } from './search-invitations';
import { getUser, searchUsers } from './users';

const OPERATIONS: readonly Operation[] = [
  introspect,
  listDirectories,
  getDirectory,
  createInvitation,
  getInvitation,
  revokeInvitation,
  searchInvitations,
  listRoles,
  searchUsers,
  getUser,
];
const ROUTES: Route<Operation>[] = OPERATIONS.map((handler) => ({
  method: handler.method,
  path: handler.path,
  handler,
}));
/** What a credential without the right role can still do. */
const ALLOWED_WITHOUT_ROLE: readonly OperationName[] = ['introspect', 'get-user'];

/** Answers a call of the API (and any path that is nobody else's): routing, limits, faults, sign-in, effect. */
export async function handleApi(world: World, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const requestId = startAnswer(req, res);
  const method = req.method ?? 'GET';
  const found = matchRoute(ROUTES, method, url.pathname);
  const operation = found.kind === 'found' ? found.route.handler.name : 'unknown';
  const entry = world.journal.open(world.clock.now(), { operation, method, path: url.pathname, requestId });
  try {
    const text = await readBody(req);
    entry.body = text === '' ? null : readable(text);
    if (found.kind === 'none') throw new GrpcError(5, 'Not Found');
    if (found.kind === 'wrong-method') throw new GrpcError(12, 'Method Not Allowed');
    await latency(world);
    authorise(world, req, found.route.handler.name);
    limit(world, found.route.handler.name);
    const { handler } = found.route;
    await deliver(world, handler.name, res, entry, () =>
      answerFor(() => {
        const body = method === 'GET' ? {} : parseJsonObject(text);
        return handler.run({ world, params: found.params, query: url.searchParams, body });
      }),
    );
  } catch (error) {
    fail(world, res, entry, error);
  }
}

/** Answers `POST /auth/v1/token`; faults can be set for it by name, latency covers it too. */
export async function handleToken(
  world: World,
  context: TokenEndpointContext,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const requestId = startAnswer(req, res);
  const method = req.method ?? 'GET';
  const entry = world.journal.open(world.clock.now(), { operation: 'token', method, path: url.pathname, requestId });
  try {
    const text = await readBody(req);
    if (method !== 'POST') throw new GrpcError(12, 'Method Not Allowed');
    entry.body = summarise(req, text);
    await latency(world);
    limit(world, 'token');
    await deliver(world, 'token', res, entry, async () => {
      try {
        return tokenAnswer(200, await issueToken(req, text, context));
      } catch (error) {
        if (error instanceof OAuthError) {
          return tokenAnswer(error.status, { error: error.error, error_description: error.message });
        }
        return refusal(error);
      }
    });
  } catch (error) {
    fail(world, res, entry, error);
  }
}

function fail(world: World, res: ServerResponse, entry: JournalEntry, error: unknown): void {
  // A client that leaves while it sends its body is no failure of the sandbox.
  if (res.destroyed) {
    world.journal.finish(entry, null);
    return;
  }
  write(world, res, entry, refusal(error));
}

function tokenAnswer(status: number, body: unknown): Answer {
  return jsonAnswer(status, body, { 'cache-control': 'no-store', pragma: 'no-cache' });
}

/** Sets what every answer carries, the request id; the caller's own is kept when it is a sane one. */
function startAnswer(req: IncomingMessage, res: ServerResponse): string {
  const given = req.headers['x-request-id'];
  const requestId = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
  res.setHeader('x-request-id', requestId);
  return requestId;
}

function answerFor(run: () => ReturnType<Operation['run']>): Answer {
  try {
    const { body, committed } = run();
    const answer = jsonAnswer(200, body);
    return committed === undefined ? answer : { ...answer, committed };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Answer {
  if (error instanceof GrpcError) {
    const retryAfter = error.code === 8 ? retryAfterOf(error) : undefined;
    return jsonAnswer(error.httpStatus, error.body(), retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  }
  console.error(error);
  return jsonAnswer(500, { code: 13, message: 'The sandbox failed; its log says how.', details: [] });
}

class RateLimited extends GrpcError {
  constructor(readonly retryAfter: number | null) {
    super(8, 'Too many requests.');
  }
}

function retryAfterOf(error: GrpcError): string | undefined {
  return error instanceof RateLimited && error.retryAfter !== null ? String(error.retryAfter) : undefined;
}

function limit(world: World, operation: OperationName): void {
  const rule = world.settings.rateLimit;
  // Like the faults, a limit covers the token endpoint only when it names it.
  if (operation === 'token' && !rule?.operations?.includes('token')) return;
  if (!world.rateLimiter.admit(rule, operation)) throw new RateLimited(rule?.retryAfter ?? null);
}

function authorise(world: World, req: IncomingMessage, operation: OperationName): void {
  const [scheme, token] = (req.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || !world.tokens.isValid(token)) {
    throw new GrpcError(16, 'The access token is missing, unknown or expired.');
  }
  const { credential } = world.settings;
  if (credential === 'expired') throw new GrpcError(16, 'The credential behind this token has expired.');
  if (credential === 'address-refused') {
    throw new GrpcError(7, 'The credential may not be used from this source address.');
  }
  if (credential === 'missing-role' && !ALLOWED_WITHOUT_ROLE.includes(operation)) {
    throw new GrpcError(7, 'Permission denied: the credential lacks a role that allows this call.');
  }
}

async function latency(world: World): Promise<void> {
  const { latencyMs } = world.settings;
  const ms =
    typeof latencyMs === 'number' ? latencyMs : latencyMs.min + world.chaos.next() * (latencyMs.max - latencyMs.min);
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

function readable(text: string): JournalEntry['body'] {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 2000);
  }
}
