/** What must never reach a browser: credentials, tokens, and the names of the server's variables. */

const SECRET_VARIABLES = [
  'CONDUCTORONE_CLIENT_ID',
  'CONDUCTORONE_CLIENT_SECRET',
  'OIDC_CLIENT_SECRET',
  'NEXTAUTH_SECRET',
  'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
];

/** Values that say how the house is run: of no use to a browser. */
const INNER_VARIABLES = ['USHER_ADMIN_GROUPS', 'USHER_HELPDESK_GROUPS', 'USHER_SPONSOR_GROUPS', 'USHER_AUDITOR_GROUPS'];

const PATTERNS: [what: string, pattern: RegExp][] = [
  ['a secret of the vendor’s form', /secret-token:/],
  ['a token (JWT)', /\beyJ[\w-]{8,}\.[\w-]{8,}\./],
  ['a bearer token', /\bBearer\s+[\w.~+/=-]{16,}/],
  ['the name of a server variable', /\b(?:CONDUCTORONE|OIDC|NEXTAUTH|USHER|NEXT_SERVER_ACTIONS)_[A-Z][A-Z_]{2,}\b/],
];

/** A search through texts for what may not be in them; answers a line for each finding, which never repeats the secret. */
export function leakSearch(env: NodeJS.ProcessEnv): (where: string, text: string) => string[] {
  const values = [...SECRET_VARIABLES, ...INNER_VARIABLES].flatMap((name) => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set, so that nothing can be searched for.`);
    return forms(value).map((form) => [`the value of ${name}`, form] as const);
  });
  return (where, text) => [
    ...values.filter(([, value]) => text.includes(value)).map(([what]) => `leak: ${what} in ${where}`),
    ...PATTERNS.filter(([, pattern]) => pattern.test(text)).map(([what]) => `leak: ${what} in ${where}`),
  ];
}

/** A value as it may stand in a page: plain, escaped for an address, or its longest part, which is the key itself. */
function forms(value: string): string[] {
  const parts = value.split(/[:.@/]/).sort((a, b) => b.length - a.length);
  const longest = parts[0] ?? '';
  return [...new Set([value, encodeURIComponent(value), ...(longest.length >= 20 ? [longest] : [])])];
}
