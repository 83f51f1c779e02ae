import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export type Reply = { status: number; headers: IncomingHttpHeaders; text: string };
export type Sent = { method?: string; headers?: Record<string, string>; body?: FormData | URLSearchParams | string };

/**
 * A browser without the browser: cookies, redirects, and forms posted the way HTML does it without scripts. Not `fetch`,
 * which decides for itself what the Origin header is.
 */
export function httpSession() {
  const agent = new Agent({ keepAlive: true });
  const cookies = new Map<string, string>();

  async function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Reply> {
    const target = new URL(url);
    const payload = body === undefined ? null : await encoded(body);
    const kept = [...cookies].filter(([key]) => key.startsWith(`${target.host} `));
    const cookie = kept.map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; ');
    const reply = await new Promise<Reply>((resolve, reject) => {
      const outgoing = request(target, {
        agent,
        method,
        headers: {
          ...(cookie === '' ? {} : { cookie }),
          ...(payload === null ? {} : { 'content-type': payload.type, 'content-length': payload.bytes.length }),
          ...headers,
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      outgoing.end(payload?.bytes);
    });
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(`${target.host} ${name}`);
      else cookies.set(`${target.host} ${name}`, value);
    }
    return reply;
  }

  /** Follows redirects to the last answer; a redirect of a POST becomes a GET, as in every browser. */
  async function follow(url: string, sent: Sent = {}): Promise<Reply & { url: string }> {
    let [at, reply] = [url, await send(url, sent)];
    for (let hops = 0; reply.status >= 300 && reply.status < 400 && hops < 12; hops += 1) {
      at = new URL(reply.headers.location ?? '', at).href;
      reply = await send(at);
    }
    return { ...reply, url: at };
  }

  return { send, follow, cookies, close: () => agent.destroy() };
}

export type HttpSession = ReturnType<typeof httpSession>;

async function encoded(body: NonNullable<Sent['body']>): Promise<{ type: string; bytes: Buffer }> {
  // The platform writes the form; one object, because each has a boundary of its own.
  const written = new Response(body);
  return { type: written.headers.get('content-type') ?? '', bytes: Buffer.from(await written.arrayBuffer()) };
}
