import 'server-only';

/** How often there is something to tell, at the most; and how often a silent stream says that it is alive. */
const TICK_MS = 1_000;
const SILENCE_MS = 15_000;
/** Then the stream ends and the browser comes again: whoever is not let in any more stays outside from then on. */
const LIFE_MS = 60_000;

/**
 * Server-sent events (HTML Living Standard §9.2): what `next` answers, as JSON, once a second where it differs from the last;
 * null ends the stream for good. The browser comes again by itself after an end that was not for good.
 */
export function eventStream<T>(first: T, next: () => Promise<T | null>, request: Request): Response {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const until = Date.now() + LIFE_MS;
      let said = JSON.stringify(first);
      let spokeAt = Date.now();
      const end = () => {
        clearTimeout(timer);
        controller.close();
      };
      const tick = async () => {
        const value = await next();
        if (request.signal.aborted) return;
        if (value === null) {
          write('event: end\ndata: {}\n\n');
          return end();
        }
        const text = JSON.stringify(value);
        if (text !== said) write(`data: ${text}\n\n`);
        else if (Date.now() - spokeAt > SILENCE_MS) write(': still here\n\n');
        if (text !== said || Date.now() - spokeAt > SILENCE_MS) spokeAt = Date.now();
        said = text;
        if (Date.now() > until) return end();
        timer = setTimeout(turn, TICK_MS);
      };
      // What breaks here breaks the stream, and the browser comes again.
      const turn = () => void tick().catch((error: unknown) => controller.error(error));
      write(`retry: 1000\ndata: ${said}\n\n`);
      timer = setTimeout(turn, TICK_MS);
    },
    cancel() {
      clearTimeout(timer);
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // Proxies of nginx's kind hold answers back otherwise.
      'X-Accel-Buffering': 'no',
    },
  });
}
