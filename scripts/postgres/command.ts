import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { DEFAULT_DATA_DIR, runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded';

/** The files that the app reads, the strongest last; the environment itself is stronger than all of them. */
const FILES = ['.env', '.env.production', '.env.local', '.env.production.local'];

export type Vars = Record<string, string | undefined>;

export function commandVars(): Vars {
  const files = FILES.filter((file) => existsSync(file)).map((file) => parseEnv(readFileSync(file, 'utf8')));
  const given = Object.entries({ ...Object.assign({}, ...files), ...process.env } as Vars);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** Where and how the embedded database is to run, by the environment. */
export function embeddedOptions(vars: Vars): { dataDir: string; port: number | undefined } {
  const port = vars.USHER_POSTGRES_PORT === undefined ? undefined : Number(vars.USHER_POSTGRES_PORT);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new Error('USHER_POSTGRES_PORT must be a port: a whole number from 1 to 65535.');
  }
  return { dataDir: vars.USHER_POSTGRES_DIR ?? DEFAULT_DATA_DIR, port };
}

export type CommandDatabase = { url: string; where: string; stop(): Promise<void> };

/**
 * The database of a command: DATABASE_URL, else the embedded one, which is started for as long as the command takes. While an
 * Usher runs, `shared` decides: look into its server, or be refused like any second Usher.
 */
export async function commandDatabase(
  command: string,
  options: { shared: boolean },
  vars = commandVars(),
): Promise<CommandDatabase> {
  if (vars.DATABASE_URL !== undefined) {
    return {
      url: vars.DATABASE_URL,
      where: `the database of DATABASE_URL (${hostOf(vars.DATABASE_URL)})`,
      stop: async () => undefined,
    };
  }
  const embedded = embeddedOptions(vars);
  const where = `the embedded database (${embedded.dataDir})`;
  const running = options.shared ? runningEmbeddedPostgres(embedded.dataDir) : null;
  if (running !== null) return { url: running.url, where, stop: async () => undefined };
  const server = await startEmbeddedPostgres({ ...embedded, command, say: console.error });
  return { url: server.url, where, stop: server.stop };
}

/** Host and name, for people: never the password. */
function hostOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'not a URL that can be read';
  }
}

/** Runs a command's `main`: an error is one sentence and exit code 1, and Ctrl-C still stops the database it started. */
export async function runCommand(
  name: string,
  options: { shared: boolean },
  main: (database: CommandDatabase, vars: Vars) => Promise<void>,
): Promise<void> {
  const vars = commandVars();
  let database: CommandDatabase | undefined;
  try {
    database = await commandDatabase(name, options, vars);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void database?.stop().finally(() => process.exit(130)));
    }
    await main(database, vars);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await database?.stop();
  }
}
