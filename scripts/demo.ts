/** `npm run demo`: the sandbox and the built app, and what to try with them. */
import { appOrigin } from './lib/app-env';
import { ensureBuilt } from './lib/build';
import { assertFree, portFrom } from './lib/ports';
import { keepRunning, main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { startStack } from './lib/stack';
import { welcome } from './lib/welcome';

main(async (end) => {
  const appPort = portFrom('PORT', 3000);
  const sandboxPort = portFrom('SANDBOX_PORT', 4010);
  const smtpPort = portFrom('SANDBOX_SMTP_PORT', 4025);
  await assertFree(appPort, 'PORT', 'the app');
  await assertFree(sandboxPort, 'SANDBOX_PORT', 'the sandbox');
  await assertFree(smtpPort, 'SANDBOX_SMTP_PORT', 'the sandbox’s mail server');
  await ensureBuilt(appSecrets(), end);
  console.log(`Starting Usher at ${appOrigin(appPort)} …`);
  const stack = await startStack({
    name: '',
    appPort,
    sandboxPort,
    smtpPort,
    env: { USHER_LOG_FORMAT: 'pretty' },
    hearApp: (chunk) => process.stdout.write(chunk),
    signal: end,
  });
  console.log(await welcome(stack));
  const code = await keepRunning(stack, end);
  if (code === 0) console.log('\nUsher and the sandbox have ended.');
  return code;
}, 0);
