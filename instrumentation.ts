/** Runs once when the server starts, before the first request: a configuration that cannot work ends it in words. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { stopOnBadConfig } = await import('./lib/start');
  stopOnBadConfig();
}
