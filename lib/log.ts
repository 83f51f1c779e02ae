import 'server-only';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Log } from './invitations/ports';

/** What a secret looks like wherever it stands in a text: the vendor's secret, a bearer token, a JWT, a form's secret field. */
const SECRETS = [
  /secret-token:[\w.:-]+/g,
  /whsec_[\w+/=]+/g,
  /\b(?:Bearer|DPoP|Basic)\s+[\w.~+/=-]{8,}/gi,
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*){0,3}/g,
  /\b(?:client_secret|client_assertion|access_token|refresh_token|id_token|subject_token|password)=[^&\s"]+/gi,
  // A user and password in front of a host: smtp://user:password@host.
  /(?<=\b(?:smtps?|postgres(?:ql)?|https?):\/\/)[^\s/@"]*:[^\s/"]*(?=@)/gi,
];

/** Keys whose value is never written, whatever it is. */
const SECRET_KEYS =
  /^(?:authorization|cookie|set-cookie|password|.*secret.*|.*(?:access|refresh|id|client|subject)_?token.*|.*assertion.*|codeverifier|code_verifier)$/i;

const MAX_DEPTH = 6;

/** `value` as it may be written: secrets replaced, errors flattened with their causes, depth bounded. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return SECRETS.reduce((text, pattern) => text.replace(pattern, '[redacted]'), value);
  }
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return '[…]';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    const more = cause === undefined ? {} : { cause };
    // drizzle puts a query's parameters, people's data, into its message and so into its stack; the cause says what was wrong.
    if (value.constructor.name === 'DrizzleQueryError')
      return redact({ name: 'DrizzleQueryError', ...more }, depth + 1);
    return redact({ name, message, stack, ...more }, depth + 1);
  }
  if (Array.isArray(value)) return value.map((each) => redact(each, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      SECRET_KEYS.test(key) && each !== null && each !== undefined ? '[redacted]' : redact(each, depth + 1),
    ]),
  );
}

/** One JSON line an event on standard output; readable lines in development. Everything passes `redact` first. */
export function createLog(options: { level: string; pretty: boolean; destination?: DestinationStream }): Log {
  const logger = options.pretty ? prettyLogger(options.level) : pino(settings(options.level), options.destination);
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, facts: Record<string, unknown> = {}) =>
      logger[level](redact(facts), event);
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

const settings = (level: string) => ({
  level,
  base: null,
  messageKey: 'event',
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
});

function prettyLogger(level: string): Logger {
  const transport = {
    target: 'pino-pretty',
    options: { messageKey: 'event', singleLine: true, ignore: 'pid,hostname' },
  };
  // pino refuses a formatter for the level beside a transport: the transport's thread formats it.
  const { formatters: _formatters, ...rest } = settings(level);
  return pino({ ...rest, transport });
}

/** `log` with facts that stand on every line, such as the request id. */
export function withFacts(log: Log, always: Record<string, unknown>): Log {
  return {
    info: (event, facts) => log.info(event, { ...always, ...facts }),
    warn: (event, facts) => log.warn(event, { ...always, ...facts }),
    error: (event, facts) => log.error(event, { ...always, ...facts }),
  };
}
