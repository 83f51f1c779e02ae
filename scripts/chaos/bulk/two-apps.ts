import { freePort } from '../../lib/ports';
import { roundRobin } from '../../lib/round-robin';
import { type StackOptions, startStack } from '../../lib/stack';
import { AppUnderFire } from '../app-under-fire';

/** Two of the built app on one database and one tenant, behind one address that goes to whichever answers. */
export async function twoApps(options: StackOptions) {
  const ports = [await freePort()];
  const proxy = await roundRobin(() => ports);
  try {
    const stack = await startStack({
      ...options,
      appPort: ports[0] ?? 0,
      env: { ...options.env, NEXTAUTH_URL: proxy.url },
      sandboxEnv: { SANDBOX_APP_ORIGINS: proxy.url },
    });
    const first = AppUnderFire.first(stack, options.name);
    const second = await AppUnderFire.beside(stack, options.name);
    ports.push(second.port);
    return {
      stack,
      url: proxy.url,
      apps: [first, second],
      async close() {
        proxy.close();
        await Promise.all([first.close(), second.close()]);
        await stack.close();
      },
    };
  } catch (error) {
    proxy.close();
    throw error;
  }
}

export type TwoApps = Awaited<ReturnType<typeof twoApps>>;
