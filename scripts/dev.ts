/** `npm run dev`: the app with hot reload, against the sandbox. */
import { assertFree, portFrom } from './lib/ports';
import { keepRunning, main } from './lib/run';
import { startStack } from './lib/stack';
import { welcome } from './lib/welcome';

main(async (end) => {
  const appPort = portFrom('PORT', 3000);
  const sandboxPort = portFrom('SANDBOX_PORT', 4010);
  const smtpPort = portFrom('SANDBOX_SMTP_PORT', 4025);
  await assertFree(appPort, 'PORT', 'the app');
  await assertFree(sandboxPort, 'SANDBOX_PORT', 'the sandbox');
  await assertFree(smtpPort, 'SANDBOX_SMTP_PORT', 'the sandbox’s mail server');
  const stack = await startStack({
    name: '',
    mode: 'dev',
    appPort,
    sandboxPort,
    smtpPort,
    hearApp: (chunk) => process.stdout.write(chunk),
    signal: end,
  });
  console.log(await welcome(stack));
  return keepRunning(stack, end);
}, 0);
