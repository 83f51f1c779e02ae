const MOST_MIB = 512;

/**
 * The app's variables with a bound on its memory. What the app holds is below 150 MiB; with Node's own bound of several
 * gigabytes, a sync's garbage is left lying until it is three times that. Whoever sets a bound in NODE_OPTIONS has theirs.
 */
export const withHeapBound = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  NODE_OPTIONS: `--max-old-space-size=${MOST_MIB} ${env.NODE_OPTIONS ?? ''}`.trimEnd(),
});
