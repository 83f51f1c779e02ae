import 'server-only';

const LIMIT = 500;
const SECRET_FORMS = /secret-token:[^\s"'<>]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|bearer\s+[\w.~+/-]{16,}=*/gi;

/**
 * Makes words of the upstream fit to be shown and logged: control and direction characters become spaces, anything in the
 * form of a secret or a token is masked, and at most 500 characters remain.
 */
export function foreignText(text: string): string {
  const clean = text
    .slice(0, LIMIT * 8)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(SECRET_FORMS, '[redacted]')
    .trim();
  return clean.length <= LIMIT ? clean : `${clean.slice(0, LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
