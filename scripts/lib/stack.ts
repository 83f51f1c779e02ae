import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../postgres/embedded';
import { appEnvironment, appOrigin } from './app-env';
import { type Child, endChild, healthy, startChild } from './children';
import { withHeapBound } from './heap';
import { NEXT, ROOT, STATE } from './paths';
import { freePort } from './ports';
import { appSecrets, readEnvFile } from './secrets';

export type Stack = {
  appUrl: string;
  sandboxUrl: string;
  /** The app's variables, secrets included: for looking whether any of them got out. */
  env: NodeJS.ProcessEnv;
  children: readonly Child[];
  close(): Promise<void>;
};

export type StackOptions = {
  /** Below .usher/: the sandbox's credentials and the logs of this stack. */
  name: string;
  /** 0 or absent: any free one. */
  appPort?: number;
  sandboxPort?: number;
  smtpPort?: number;
  mode?: 'start' | 'dev';
  /** More of the app's environment, such as a rate limit. */
  env?: Record<string, string>;
  sandboxEnv?: Record<string, string>;
  /** The database keeps what it has promised also when the machine dies, as in use; for measuring. */
  durable?: boolean;
  hearApp?: (chunk: Buffer) => void;
  /** Aborted when the start is to be given up. */
  signal?: AbortSignal;
};

/** Where a stack keeps its state; the demo's is the sandbox's own default, so that `npm run sandbox` shares it. */
const stateDir = (name: string): string => (name === '' ? STATE : join(STATE, name));
export const appLogPath = (name: string): string => join(stateDir(name), 'app.log');

/**
 * Starts the sandbox and the app, built before, each as a process of its own, and waits until both answer. Whatever fails
 * ends both and throws in words.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const directory = stateDir(options.name);
  mkdirSync(directory, { recursive: true });
  const log = appLogPath(options.name);
  rmSync(log, { force: true });
  const appPort = options.appPort || (await freePort());
  const sandboxPort = options.sandboxPort || (await freePort());
  const children: Child[] = [];
  let database: EmbeddedPostgres | undefined;
  const close = async () => {
    await Promise.all(children.map((child) => endChild(child)));
    await database?.stop();
  };
  try {
    database = await openDatabase(directory, options);
    const sandbox = startSandboxChild(
      directory,
      { sandboxPort, smtpPort: options.smtpPort ?? 0, appPort },
      options.sandboxEnv,
    );
    children.push(sandbox);
    const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
    await healthy(sandbox, `${sandboxUrl}/_sandbox/clock`, options.signal);

    const env = appEnvironment({
      port: appPort,
      sandbox: readEnvFile(join(directory, 'sandbox.env')),
      secrets: appSecrets(),
      more: {
        USHER_AUDIT_CHECKPOINTS: join(directory, demosOwn(options.name, CHECKPOINTS)),
        ...options.env,
        DATABASE_URL: database.url,
      },
    });
    const app = startApp(env, appPort, options.hearApp ?? ((chunk) => appendFileSync(log, chunk)), options.mode);
    children.push(app);
    const appUrl = appOrigin(appPort);
    await healthy(app, `${appUrl}/api/health`, options.signal);
    return { appUrl, sandboxUrl, env, children, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * One process of the app, built before, with the variables of a stack: the first one, one after a kill, or one more.
 * `folder`: where its build lies, when that is not the checkout.
 */
export const startApp = (
  env: NodeJS.ProcessEnv,
  port: number,
  hear: (chunk: Buffer) => void,
  mode: 'start' | 'dev' = 'start',
  folder = ROOT,
): Child =>
  startChild(
    'The app',
    [NEXT, mode, folder, '-H', '127.0.0.1', '-p', String(port)],
    mode === 'dev'
      ? { ...env, PORT: String(port), NODE_ENV: 'development' }
      : withHeapBound({ ...env, PORT: String(port), NODE_ENV: 'production' }),
    hear,
  );

const CHECKPOINTS = 'audit-checkpoints.jsonl';
/** Apart from what `npm start` keeps in the same folder: what was tried in the demo must never reach a real tenant. */
const demosOwn = (name: string, file: string): string => (name === '' ? `demo-${file}` : file);

/**
 * The Postgres that comes with Usher, in the stack's own folder, whatever DATABASE_URL says: a ledger of the sandbox's
 * invitations belongs into no other database. A test's is made anew and need not survive a crash.
 */
function openDatabase(directory: string, { name, durable = false }: StackOptions): Promise<EmbeddedPostgres> {
  const dataDir = join(directory, demosOwn(name, 'postgres'));
  const forTests = name !== '';
  if (forTests) {
    rmSync(dataDir, { recursive: true, force: true });
    // What was signed of an earlier database would not fit this one.
    rmSync(join(directory, CHECKPOINTS), { force: true });
  }
  return startEmbeddedPostgres({
    dataDir,
    unsafe: forTests && !durable,
    command: 'npm run demo',
    say: (line) => console.log(line),
    ...(forTests || !process.env.USHER_POSTGRES_PORT ? {} : { port: Number(process.env.USHER_POSTGRES_PORT) }),
  });
}

type Ports = { sandboxPort: number; smtpPort: number; appPort: number };

function startSandboxChild(directory: string, { sandboxPort, smtpPort, appPort }: Ports, more = {}): Child {
  return startChild(
    'The sandbox',
    ['--import', 'tsx', join(ROOT, 'sandbox', 'main.ts')],
    {
      ...process.env,
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_SMTP_PORT: String(smtpPort),
      SANDBOX_APP_ORIGINS: appOrigin(appPort),
      SANDBOX_STATE_DIR: directory,
      ...more,
    },
    () => {},
  );
}
