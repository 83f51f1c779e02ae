/**
 * The policy of one answer. Scripts run by nonce only, nothing is loaded from another origin, nobody frames us.
 *
 * `form-action` names the identity provider because a browser without scripts follows the sign-in form's redirect there,
 * and Chromium holds a redirect to this list. Style attributes are allowed (not style elements): the positioned popups of
 * the component library set them.
 */
export function contentSecurityPolicy(about: {
  nonce: string;
  origin: string;
  issuer: string;
  production: boolean;
}): string {
  const { nonce, origin, issuer, production } = about;
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    // React's development build rebuilds server stacks with eval; the built app never does.
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(production ? [] : ["'unsafe-eval'"])],
    'style-src': ["'self'", ...(production ? [`'nonce-${nonce}'`] : ["'unsafe-inline'"])],
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(production ? [] : ['ws:'])],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'", new URL(issuer).origin],
    'frame-ancestors': ["'none'"],
    ...(origin.startsWith('https:') ? { 'upgrade-insecure-requests': [] } : {}),
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
