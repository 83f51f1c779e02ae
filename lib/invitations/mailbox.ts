/** What people paste where an address is asked for, and what name an address suggests. Pure; no validation here. */

export type Mailbox = { email: string; displayName: string };

/** Text without the quotes around it. */
export const unquote = (text: string): string =>
  text
    .trim()
    .replace(/^(["'])(.*)\1$/su, '$2')
    .replaceAll('\\"', '"')
    .trim();

/** "Lovelace, Ada" as address books write it, the way a person would say it. */
export function inSpokenOrder(name: string): string {
  const parts = name.split(',').map((part) => part.trim());
  return parts.length === 2 && parts[0] && parts[1] ? `${parts[1]} ${parts[0]}` : name;
}

/**
 * Takes apart `Ada Lovelace <ada@acme.example>`, `"Lovelace, Ada" <ada@…>`, `ada@… (Ada Lovelace)` and `mailto:ada@…`
 * (RFC 5322 §3.4, as mail programs put it on the clipboard). Text that is none of these comes back as the email.
 */
export function parseMailbox(input: string): Mailbox {
  const text = input
    .trim()
    .replace(/^mailto:/iu, '')
    .replace(/[;,]$/u, '')
    .trim();
  const angle = /^(?<name>[^<>]*)<\s*(?:mailto:)?(?<email>[^<>]+?)\s*>$/isu.exec(text);
  if (angle?.groups) {
    return { email: angle.groups.email ?? '', displayName: inSpokenOrder(unquote(angle.groups.name ?? '')) };
  }
  const comment = /^(?<email>[^\s()]+@[^\s()]+)\s*\((?<name>[^()]+)\)$/u.exec(text);
  if (comment?.groups) {
    return { email: comment.groups.email ?? '', displayName: inSpokenOrder(unquote(comment.groups.name ?? '')) };
  }
  return { email: text.split('?')[0] ?? '', displayName: '' };
}

/** "ada.lovelace+guest@…" → "Ada Lovelace". A guess to start from; "" when the address says nothing. */
export function guessDisplayName(email: string): string {
  const local = email.trim().split('@')[0] ?? '';
  const words = (local.split('+')[0] ?? '')
    .split(/[._-]+/u)
    .map((word) => word.replace(/\d+$/u, ''))
    .filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toLocaleUpperCase('en') + word.slice(1)).join(' ');
}
