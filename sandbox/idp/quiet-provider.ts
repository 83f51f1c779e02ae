import type Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';

/** What oidc-provider says that is known and right here: it works on Node 20, and the sandbox forgets on purpose. */
const EXPECTED = ['Unsupported runtime', 'in-memory adapter is used'];

let library: Promise<typeof import('oidc-provider')> | undefined;

/** Makes a provider with its two expected warnings held back, so that the sandbox's own output stays readable. */
export async function makeProvider(issuer: string, configuration: Configuration): Promise<Provider> {
  library ??= quietly(() => import('oidc-provider'));
  const { Provider } = await library;
  return quietly(() => new Provider(issuer, configuration));
}

function quietly<T>(work: () => T): T {
  const { warn } = console;
  console.warn = (...args: unknown[]) => {
    if (!EXPECTED.some((text) => String(args[0]).includes(text))) warn(...args);
  };
  const restore = (): void => {
    console.warn = warn;
  };
  const result = work();
  if (result instanceof Promise) result.then(restore, restore);
  else restore();
  return result;
}
