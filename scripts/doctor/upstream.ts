import { conductorOneConfig } from '@/lib/conductorone/config';
import { startDeadline } from '@/lib/conductorone/deadline';
import { createDirectory } from '@/lib/conductorone/directory';
import { requestToken } from '@/lib/conductorone/token-request';
import type { TokenAnswer } from '@/lib/conductorone/token-response';
import type { DirectoryError } from '@/lib/invitations/errors';
import type { Answer, Call, Clock, Directory, Log } from '@/lib/invitations/ports';
import { bad, type Check, good, type Outcome } from './check';
import { grantsOutcome } from './grants';
import { UPSTREAM, type Vars } from './variables';

const [REACHED, CLOCK, TOKEN, WHO, DIRECTORIES, ROLES, INVITATIONS] = [
  'Upstream answers',
  'Clock',
  'Token',
  'Credential',
  'Directories',
  'Roles and grants',
  'Invitations',
] as const;

/** Assertions name times; a clock that is further off makes the upstream refuse them, or soon will. */
const TOLERATED_SKEW_MS = 30_000;

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** From "does anybody answer" to "may this credential do the work", each step on the one before. Sends no invitation. */
export function upstreamChecks(vars: Vars, deps: { clock: Clock; requestId: string }): Check[] {
  const call: Call = { requestId: deps.requestId };
  const { clock } = deps;
  const parsed = conductorOneConfig(vars);
  if (!parsed.ok) {
    const names = [REACHED, CLOCK, TOKEN, WHO, DIRECTORIES, ROLES, INVITATIONS];
    return names.map((name) => ({ name, needs: [UPSTREAM], run: () => bad('The variables are not usable.') }));
  }
  const { config } = parsed;
  const directory = createDirectory(config, { clock, log: SILENT });
  let first: TokenAnswer | Awaited<ReturnType<Directory['introspect']>>;
  let directoryId = '';

  /** The first contact: a token where one is to be asked for, otherwise the credential's own page. */
  const contact = async (): Promise<typeof first> => {
    const { credential } = config;
    if (credential.kind === 'access-token') return directory.introspect(call);
    const deadline = startDeadline(config.deadlineMs, clock);
    try {
      return await requestToken(config, credential, { clock, fetch: globalThis.fetch }, deadline);
    } finally {
      deadline.end();
    }
  };

  return [
    {
      name: REACHED,
      needs: [UPSTREAM],
      run: async () => {
        first = await contact();
        if (first.ok || first.error.code === 'unauthenticated')
          return good(`${config.baseUrl} answers as ConductorOne does.`);
        return bad(first.error.message, ...unreached(first.error));
      },
    },
    { name: CLOCK, needs: [REACHED], run: () => clockOutcome(first.upstreamDate, clock.now()) },
    {
      name: TOKEN,
      needs: [CLOCK],
      run: () =>
        first.ok
          ? good('The upstream accepts the credential.')
          : bad(first.error.message, ...refusedToken(first.error)),
    },
    {
      name: WHO,
      needs: [TOKEN],
      run: async () =>
        outcomeOf(await directory.introspect(call), ({ userId, tenantId, roles, permissions }) =>
          good(
            `User ${userId} of tenant ${tenantId}, with ${roles.length} role(s) and ${permissions.length} permission(s).`,
          ),
        ),
    },
    {
      name: DIRECTORIES,
      needs: [WHO],
      run: async () =>
        outcomeOf(await directory.listDirectories(call), (list) => {
          directoryId = list[0]?.id ?? '';
          if (list.length > 0) return good(list.map(({ id, name }) => name || id).join(', '));
          return bad(
            'The tenant has no local directory to invite people into.',
            'Make one in ConductorOne, under Directories.',
          );
        }),
    },
    {
      name: ROLES,
      needs: [WHO],
      run: async () => outcomeOf(await directory.listRoles(call), (roles) => grantsOutcome(vars, roles)),
    },
    {
      name: INVITATIONS,
      needs: [DIRECTORIES],
      run: async () =>
        outcomeOf(await directory.searchInvitations({ directoryId, pageSize: 10 }, call), () =>
          good('Invitations can be read. Whether one can be sent shows with the first one.'),
        ),
    },
  ];
}

function clockOutcome(upstream: Date | undefined, now: Date): Outcome {
  if (upstream === undefined) return good('The upstream does not tell its time; this clock could not be compared.');
  const offMs = now.getTime() - upstream.getTime();
  const seconds = Math.round(Math.abs(offMs) / 1000);
  if (Math.abs(offMs) <= TOLERATED_SKEW_MS) return good(`This clock and the upstream’s differ by ${seconds} s.`);
  return bad(
    `This server’s clock is ${seconds} s ${offMs > 0 ? 'ahead of' : 'behind'} the upstream’s.`,
    'Set this server’s clock, and let it be kept by NTP (chrony, systemd-timesyncd).',
  );
}

function outcomeOf<T>(answer: Answer<T>, fine: (value: T) => Outcome): Outcome {
  return answer.ok ? fine(answer.value) : bad(answer.error.message, ...refusedCall(answer.error));
}

const ADDRESS =
  'Check the host in CONDUCTORONE_CLIENT_ID, or CONDUCTORONE_SERVER_URL when it is set; then DNS, firewall and any proxy on the way.';
const PROXY =
  'If the words speak of a web page: a proxy or firewall answers for the tenant. Let it pass calls to this host.';

function unreached({ code, retryAfterMs }: DirectoryError): string[] {
  if (code === 'rate-limited') {
    return [`Too many requests at the moment: try again in ${Math.ceil((retryAfterMs ?? 60_000) / 1000)} s.`];
  }
  return [ADDRESS, PROXY];
}

function refusedToken({ message }: DirectoryError): string[] {
  if (/\(DPoP\)/.test(message)) return ['Issue a credential that does not demand proof of possession.'];
  // The code in front is RFC 6749's (§5.2); what follows it are the upstream's own words.
  if (/^(unsupported_grant_type|unauthorized_client)\b/.test(message)) {
    return [
      'The credential may not be used this way: set USHER_UPSTREAM_AUTH to the other of "assertion" and "client_secret", or issue another.',
    ];
  }
  if (/^invalid_grant\b/.test(message)) {
    return [
      'The workload’s token is refused: is it fresh, and does the tenant trust its issuer, audience and subject?',
    ];
  }
  return [
    'Look at the credential in ConductorOne: has it expired or been revoked, and may it be used from this server’s address?',
    'Are CONDUCTORONE_CLIENT_ID and CONDUCTORONE_CLIENT_SECRET of the same credential, and of this tenant?',
  ];
}

function refusedCall(error: DirectoryError): string[] {
  switch (error.code) {
    case 'forbidden':
      return [
        'Give the service principal behind the credential a role that may read directories, roles and users and manage invitations, and see that the credential is not scoped to less.',
        'If the words speak of an address: add this server’s to those from which the credential may be used.',
      ];
    case 'unauthenticated':
      return refusedToken(error);
    default:
      return [...unreached(error)];
  }
}
