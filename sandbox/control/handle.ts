import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { addInvitation } from '../api/create-invitation';
import { parseMessage } from '../api/fields';
import { fullInvitation } from '../api/views';
import { rfc3339 } from '../base/clock';
import { parseJsonObject, readBody } from '../http/body';
import { GrpcError, invalid } from '../http/errors';
import { sendJson } from '../http/respond';
import { matchRoute, type Route } from '../http/router';
import { MAIL_SWITCHES } from '../mail/control';
import { mailFor, mails } from '../pages/outbox';
import { accept } from '../tenant/acceptance';
import { INVITATION_STATUSES, type Invitation } from '../tenant/types';
import type { World } from '../world';
import { faultSchema, OPERATIONS } from './faults';
import {
  clockSchema,
  foreignInvitation,
  personPatch,
  seedSchema,
  settingsPatch,
  tokenRequest,
  userPatch,
} from './requests';

interface ControlCall {
  world: World;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** Mints a token of the identity provider for a person. */
  mintToken: (personId: string, lifetimeSeconds: number) => Promise<string>;
}

type Handler = (call: ControlCall) => unknown;

const ROUTES: Route<Handler>[] = [
  { method: 'GET', path: '/_sandbox/', handler: overview },
  { method: 'GET', path: '/_sandbox', handler: overview },
  {
    method: 'POST',
    path: '/_sandbox/reset',
    handler: ({ world }) => {
      world.reset();
      return { ok: true };
    },
  },
  { method: 'POST', path: '/_sandbox/seed', handler: ({ world, body }) => world.seed(defined(seedSchema, body)) },
  { method: 'GET', path: '/_sandbox/clock', handler: ({ world }) => clocks(world) },
  {
    method: 'POST',
    path: '/_sandbox/clock',
    handler: ({ world, body }) => {
      const { advanceSeconds, tokenSkewSeconds } = parseMessage(clockSchema, body);
      if (advanceSeconds !== undefined) world.clock.advance(advanceSeconds);
      if (tokenSkewSeconds !== undefined) world.tokenClock.setSkew(tokenSkewSeconds);
      return clocks(world);
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/tokens/revoke',
    handler: ({ world }) => {
      world.tokens.revokeAll();
      return { ok: true };
    },
  },
  { method: 'GET', path: '/_sandbox/settings', handler: ({ world }) => world.settings },
  {
    method: 'PATCH',
    path: '/_sandbox/settings',
    handler: ({ world, body }) => {
      world.change(defined(settingsPatch, body));
      return world.settings;
    },
  },
  { method: 'GET', path: '/_sandbox/faults', handler: ({ world }) => ({ faults: world.faults.list() }) },
  {
    method: 'POST',
    path: '/_sandbox/faults',
    handler: ({ world, body }) => ({ id: world.faults.add(parseMessage(faultSchema, body)) }),
  },
  {
    method: 'DELETE',
    path: '/_sandbox/faults',
    handler: ({ world }) => {
      world.faults.clear();
      return { ok: true };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/journal',
    handler: ({ world, query }) => ({ requests: world.journal.requests(query.get('operation')) }),
  },
  {
    method: 'DELETE',
    path: '/_sandbox/journal',
    handler: ({ world }) => {
      world.journal.clear();
      return { ok: true };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/counters',
    handler: ({ world }) => ({ byOperation: world.journal.counters() }),
  },
  {
    method: 'GET',
    path: '/_sandbox/outbox',
    handler: ({ world, query }) => {
      const limit = Math.min(1000, Number(query.get('limit')) || 100);
      const email = query.get('email');
      if (email === null) return { mails: mails(world, 0, limit) };
      const found = world.tenant.invitations.forEmail(email).reverse().slice(0, limit);
      return { mails: found.map((invitation) => mailFor(world, invitation)) };
    },
  },
  ...MAIL_SWITCHES,
  { method: 'GET', path: '/_sandbox/invitations', handler: listInvitations },
  { method: 'POST', path: '/_sandbox/invitations', handler: createElsewhere },
  {
    method: 'POST',
    path: '/_sandbox/invitations/{id}/accept',
    handler: ({ world, params }) => {
      const invitation = world.tenant.invitations.get(params.id ?? '');
      if (invitation === undefined) throw new GrpcError(5, 'There is no invitation with this id.');
      const accepted = accept(world, invitation);
      if (accepted === null) throw new GrpcError(9, 'The link of this invitation is not open any more.', [], 409);
      return { invitation: fullInvitation(accepted) };
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/users/{id}',
    handler: ({ world, params, body }) => {
      const { status } = parseMessage(userPatch, body);
      const now = world.clock.now();
      const patch = { status, updatedAt: now, deletedAt: status === 'DELETED' ? now : null };
      if (!world.tenant.users.update(params.id ?? '', patch)) throw new GrpcError(5, 'There is no user with this id.');
      return { ok: true };
    },
  },
  { method: 'GET', path: '/_sandbox/people', handler: ({ world }) => ({ people: world.people }) },
  {
    method: 'POST',
    path: '/_sandbox/people/{id}',
    handler: ({ world, params, body }) => {
      const person = world.people.find(({ id }) => id === params.id);
      if (person === undefined) throw new GrpcError(5, 'There is no person with this id.');
      return Object.assign(person, defined(personPatch, body));
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/workload-token',
    handler: async ({ world, body, mintToken }) => {
      const { person, lifetimeSeconds } = parseMessage(tokenRequest, body);
      if (!world.people.some(({ id }) => id === person)) throw new GrpcError(5, 'There is no person with this id.');
      return { token: await mintToken(person, lifetimeSeconds) };
    },
  },
];

/** Answers everything under `/_sandbox`; errors have the API's form. Faults and latency never apply here. */
export async function handleControl(
  world: World,
  mintToken: ControlCall['mintToken'],
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    // Any website can make a browser send a form here; only programs and the sandbox's own pages have a say.
    if (req.headers['sec-fetch-site'] === 'cross-site')
      throw new GrpcError(7, 'Calls from other websites are refused.');
    const found = matchRoute(ROUTES, req.method ?? 'GET', url.pathname);
    if (found.kind === 'none') throw new GrpcError(5, 'There is no such switch; GET /_sandbox/ lists them.');
    if (found.kind === 'wrong-method')
      throw new GrpcError(12, `This path takes ${found.allow.join(' and ')}.`, [], 405);
    const body = parseJsonObject(await readBody(req));
    const answer = await found.route.handler({ world, params: found.params, query: url.searchParams, body, mintToken });
    sendJson(res, 200, answer);
  } catch (error) {
    if (!(error instanceof GrpcError)) throw error;
    sendJson(res, error.httpStatus, error.body());
  }
}

function overview({ world }: ControlCall): unknown {
  return {
    routes: ROUTES.filter(({ path }) => path !== '/_sandbox').map(({ method, path }) => `${method} ${path}`),
    settings: world.settings,
    faultKinds: faultSchema.options.map((option) => option.shape.kind.value),
    operations: OPERATIONS,
    clocks: clocks(world),
    tenant: {
      directories: world.tenant.directories.map(({ appId, displayName }) => ({ appId, displayName })),
      jobs: world.tenant.jobs,
      onboardingFlows: world.tenant.onboardingFlows,
      servicePrincipalId: world.tenant.servicePrincipal.id,
      users: world.tenant.users.size,
      invitations: world.tenant.invitations.size,
    },
  };
}

function clocks(world: World): unknown {
  return { invitations: rfc3339(world.clock.now()), token: rfc3339(world.tokenClock.now()) };
}

/** The truth, newest first: all fields, whatever the settings do to the API's answers. */
function listInvitations({ world, query }: ControlCall): unknown {
  const store = world.tenant.invitations;
  const email = query.get('email');
  const directoryAppId = query.get('directoryAppId') ?? '';
  const limit = Number(query.get('limit')) || 1000;
  let all: Invitation[];
  if (email !== null) {
    all = store.forEmail(email).filter((item) => directoryAppId === '' || item.directoryAppId === directoryAppId);
  } else {
    all = [...store.matching({ directoryAppId, status: null })].flatMap((seq) => store.bySequence(seq) ?? []);
  }
  return { total: all.length, invitations: all.reverse().slice(0, limit).map(fullInvitation) };
}

/** An invitation that somebody made in the vendor's own interface. */
function createElsewhere({ world, body }: ControlCall): unknown {
  const { tenant, clock } = world;
  const fields = parseMessage(foreignInvitation, body);
  const directory = tenant.directories.find(
    ({ appId }) => appId === (fields.directoryAppId ?? tenant.directories[0]?.appId),
  );
  if (directory === undefined) throw invalid([{ field: 'directoryAppId', description: 'is not a directory' }]);
  const createdAt = fields.createdAt ?? clock.now();
  const invitation = addInvitation(world, {
    ...fields,
    directoryAppId: directory.appId,
    status: INVITATION_STATUSES.find((status) => fields.status.endsWith(status)) ?? 'PENDING',
    invitedByUserId: fields.invitedByUserId ?? tenant.users.withEmail('omar.haddad@acme.example')?.id ?? '',
    createdAt,
    updatedAt: fields.updatedAt ?? createdAt,
    expiresAt: fields.expiresAt ?? createdAt + directory.ttlSeconds * 1000,
  });
  return { invitation: fullInvitation(invitation) };
}

/** The given fields only: a key that is absent stays absent instead of becoming undefined. */
function defined<S extends z.ZodType<Record<string, unknown>>>(
  schema: S,
  body: unknown,
): { [K in keyof z.output<S>]: Exclude<z.output<S>[K], undefined> } {
  const entries = Object.entries(parseMessage(schema, body)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof z.output<S>]: Exclude<z.output<S>[K], undefined> };
}
