import { z } from 'zod';
import { bad, type Check, good, type Outcome } from './check';
import { SIGN_IN, USHER, type Vars } from './variables';

const [DISCOVERY, CLIENT, REDIRECT] = ['Identity provider', 'Sign-in client', 'Redirect address'] as const;
const DEADLINE_MS = 10_000;
/** Any value of the form that RFC 7636 §4.1 wants; nothing is ever redeemed with it. */
const CHALLENGE = 'doctor-doctor-doctor-doctor-doctor-doctor-doctor';

const address = z.url({ protocol: /^https?$/ });
const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  response_types_supported: z.array(z.string()).catch([]),
  code_challenge_methods_supported: z.array(z.string()).optional().catch(undefined),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
  end_session_endpoint: address.optional().catch(undefined),
});
type Metadata = z.infer<typeof metadataSchema>;

/** What signing in needs of the identity provider (OpenID Connect Discovery 1.0 §3 and §4). Nobody is signed in. */
export function signInChecks(vars: Vars): Check[] {
  const issuer = vars.OIDC_ISSUER ?? '';
  const clientId = vars.OIDC_CLIENT_ID ?? '';
  const redirect = `${URL.parse(vars.NEXTAUTH_URL ?? '')?.origin}/api/auth/callback/oidc`;
  let metadata: Metadata;
  return [
    {
      name: DISCOVERY,
      needs: [SIGN_IN],
      run: async () => {
        const found = await discover(issuer);
        if ('outcome' in found) return found.outcome;
        metadata = found.metadata;
        return metadataOutcome(metadata, issuer);
      },
    },
    {
      name: CLIENT,
      needs: [DISCOVERY],
      run: () => clientOutcome(metadata, clientId, vars.OIDC_CLIENT_SECRET ?? '', redirect),
    },
    { name: REDIRECT, needs: [USHER, DISCOVERY], run: () => redirectOutcome(metadata, clientId, redirect) },
  ];
}

async function ask(url: string | URL, init: RequestInit = {}): Promise<{ response: Response; text: string } | null> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(DEADLINE_MS) });
    return { response, text: await response.text() };
  } catch {
    return null;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function discover(issuer: string): Promise<{ metadata: Metadata } | { outcome: Outcome }> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await ask(url);
  if (answer === null) {
    return {
      outcome: bad(
        `${url} cannot be reached.`,
        'Check OIDC_ISSUER; then DNS, firewall and any proxy between this server and it.',
      ),
    };
  }
  const parsed = metadataSchema.safeParse(json(answer.text));
  if (answer.response.status === 200 && parsed.success) return { metadata: parsed.data };
  return {
    outcome: bad(
      `${url} answers ${answer.response.status} without a usable provider description.`,
      'OIDC_ISSUER must be the address that comes before "/.well-known/openid-configuration" in your provider’s documentation.',
    ),
  };
}

function metadataOutcome(metadata: Metadata, issuer: string): Outcome {
  const mend: string[] = [];
  if (metadata.issuer !== issuer)
    mend.push(`Set OIDC_ISSUER to exactly ${metadata.issuer}, as the provider calls itself.`);
  if (!metadata.response_types_supported.includes('code')) {
    mend.push('Usher signs in by authorisation code; enable that flow at the provider.');
  }
  // Some providers support it without saying so: only a list that lacks it is a reason to stop.
  if (metadata.code_challenge_methods_supported?.includes('S256') === false) {
    mend.push('Usher sends a PKCE challenge of method S256; the provider must take it.');
  }
  if (mend.length > 0) return bad('The provider’s description does not fit.', ...mend);
  const end =
    metadata.end_session_endpoint === undefined ? ' It cannot end its own session: signing out ends Usher’s only.' : '';
  return good(`${metadata.issuer} speaks authorisation code with PKCE.${end}`);
}

/** Redeems a code that cannot exist: a provider that knows the client finds fault with the code, otherwise with the client. */
async function clientOutcome(metadata: Metadata, clientId: string, secret: string, redirect: string): Promise<Outcome> {
  const form = { grant_type: 'authorization_code', code: 'doctor', redirect_uri: redirect, code_verifier: CHALLENGE };
  const encoded = [clientId, secret].map(encodeURIComponent).join(':');
  const answer = await ask(metadata.token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(encoded).toString('base64')}`, accept: 'application/json' },
    body: new URLSearchParams(form),
  });
  if (answer === null) {
    return bad('The provider’s token endpoint cannot be reached.', `Let this server call ${metadata.token_endpoint}.`);
  }
  const error = z.object({ error: z.string() }).safeParse(json(answer.text)).data?.error;
  if (error === 'invalid_grant') return good('The provider knows OIDC_CLIENT_ID and accepts OIDC_CLIENT_SECRET.');
  if (answer.response.status === 401 || error === 'invalid_client' || error === 'unauthorized_client') {
    return bad(
      'The provider does not accept the client id and secret.',
      'Copy OIDC_CLIENT_ID and OIDC_CLIENT_SECRET again from the application at the provider; has the secret expired?',
      'The application must sign in to the token endpoint by client_secret_basic.',
    );
  }
  return good(
    `The provider answered ${answer.response.status}; whether it accepts the secret shows at the first sign-in.`,
  );
}

/** Asks for a sign-in without a person: a provider that knows the redirect address sends the refusal there. */
async function redirectOutcome(metadata: Metadata, clientId: string, redirect: string): Promise<Outcome> {
  const url = new URL(metadata.authorization_endpoint);
  const query = {
    client_id: clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'openid',
    prompt: 'none',
    state: 'doctor',
    nonce: 'doctor',
    code_challenge: CHALLENGE.slice(0, 43),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const answer = await ask(url);
  const location = answer?.response.headers.get('location') ?? '';
  if (location.startsWith(`${redirect}?`)) return good(`${redirect} is registered at the provider.`);
  if (answer !== null && answer.response.status >= 400) {
    return bad(
      `The provider does not send people back to ${redirect}.`,
      'Register this redirect address at the provider, to the letter.',
    );
  }
  return good(`Whether ${redirect} is registered could not be told without a person.`);
}
