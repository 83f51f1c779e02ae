/** `npm run dev`: the app with hot reload, against the sandbox. */
import { assertFree, portFrom } from './lib/ports';
import { keepRunning, main } from './lib/run';
import { startStack } from './lib/stack';
import { welcome } from './lib/welcome';

main(async (end) => {
  const appPort = portFrom('PORT', 3000);
  const sandboxPort = portFrom('SANDBOX_PORT', 4010);
  await assertFree(appPort, 'PORT', 'the app');
  await assertFree(sandboxPort, 'SANDBOX_PORT', 'the sandbox');
  const stack = await startStack({
    name: '',
    mode: 'dev',
    appPort,
    sandboxPort,
    hearApp: (chunk) => process.stdout.write(chunk),
    signal: end,
  });
  console.log(await welcome(stack));
  return keepRunning(stack, end);
}, 0);
