import { type SandboxOptions, startSandbox } from './start';

/** What one request of a test came back with; `body` is parsed JSON where it is JSON, text otherwise. */
export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

export type TestClient = Awaited<ReturnType<typeof startClient>>;

/** A sandbox of a test's own, with short ways to call it. */
export async function startClient(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options);
  let token = '';

  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const response = await fetch(sandbox.url + path, {
      method,
      redirect: 'manual',
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  };
  const requestToken = async (form: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> =>
    send('POST', '/auth/v1/token', new URLSearchParams(form).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    });
  const secretForm = {
    grant_type: 'client_credentials',
    client_id: sandbox.env.CONDUCTORONE_CLIENT_ID ?? '',
    client_secret: sandbox.env.CONDUCTORONE_CLIENT_SECRET ?? '',
  };
  const signIn = async (): Promise<void> => {
    token = (await requestToken(secretForm)).body.access_token;
  };
  const api = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
    send(method, `/api/v1${path}`, body, { authorization: `Bearer ${token}`, ...headers });
  const control = async (method: string, path: string, body?: unknown): Promise<Reply['body']> => {
    const reply = await send(method, `/_sandbox${path}`, body);
    if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  /** Back to the seed state, with a fresh token and an empty journal. */
  const reset = async (): Promise<void> => {
    await control('POST', '/reset', {});
    await signIn();
    await control('DELETE', '/journal');
  };
  const directories = async (): Promise<{ appId: string; displayName: string }[]> =>
    (await control('GET', '/')).tenant.directories;
  const invite = async (email: string, more: Record<string, unknown> = {}): Promise<Reply> => {
    const [first] = await directories();
    return api('POST', `/local-directory-configs/${first?.appId}/invitations`, {
      email,
      displayName: 'A Guest',
      ...more,
    });
  };
  await signIn();
  return { ...sandbox, send, requestToken, secretForm, signIn, api, control, reset, directories, invite };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
