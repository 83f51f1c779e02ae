import { relative } from 'node:path';
import { z } from 'zod';
import { makePeople } from './idp/people';
import { startSandbox } from './start';
import { keptCredentials, writeEnvFile } from './state-dir';

const size = z.coerce.number<string>().int().min(0).max(200_000);
const environment = z.object({
  SANDBOX_PORT: z.coerce.number<string>().int().min(0).max(65_535).default(4010),
  SANDBOX_SMTP_PORT: z.coerce.number<string>().int().min(0).max(65_535).default(4025),
  SANDBOX_APP_ORIGINS: z.string().default('http://localhost:3000'),
  SANDBOX_PEOPLE: size.default(500),
  SANDBOX_INVITATIONS: size.default(40),
  SANDBOX_STATE_DIR: z.string().min(1).default('.usher'),
});

/** Starts the sandbox for a person at a terminal, and ends it on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const settings = environment.safeParse(process.env);
  if (!settings.success) {
    const lines = settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return fail(`The sandbox cannot start. ${lines.join('; ')}`);
  }
  const { data } = settings;
  const credentials = keptCredentials(data.SANDBOX_STATE_DIR, '127.0.0.1');
  const sandbox = await startSandbox({
    port: data.SANDBOX_PORT,
    smtpPort: data.SANDBOX_SMTP_PORT,
    appOrigins: data.SANDBOX_APP_ORIGINS.split(',').flatMap((origin) => origin.trim().replace(/\/+$/, '') || []),
    credentials,
    people: data.SANDBOX_PEOPLE,
    invitations: data.SANDBOX_INVITATIONS,
  });
  const envFile = writeEnvFile(data.SANDBOX_STATE_DIR, sandbox.env);

  // Before the message: who reads it may send a signal at once.
  const end = (): void => {
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => fail(String(error)),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);

  const people = makePeople().map((person) => `  ${person.name.padEnd(18)}${person.may}`);
  console.log(`Usher's sandbox runs at ${sandbox.url}

Sign in as
${people.join('\n')}

Outbox             ${sandbox.url}/outbox
Mail               ${sandbox.url}/mail, received at ${sandbox.smtpUrl}
Switches           ${sandbox.url}/_sandbox/
Identity provider  ${sandbox.url}/idp
Environment        ${relative('.', envFile)}
`);
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exit(1);
}

main().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  if (error.code !== 'EADDRINUSE') return fail(`The sandbox cannot start: ${error.message}`);
  const variable = String(error.port) === (process.env.SANDBOX_PORT ?? '4010') ? 'SANDBOX_PORT' : 'SANDBOX_SMTP_PORT';
  fail(`The sandbox cannot start: port ${error.port} on 127.0.0.1 is taken. Stop what uses it, or set ${variable}.`);
});
