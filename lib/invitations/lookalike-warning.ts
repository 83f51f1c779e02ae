/** What the lookalike guard says of an address. Safe in a browser: the guard itself is not, it carries tables. */

export const LOOKALIKE_KINDS = ['confusable', 'edit', 'tld', 'free-mail', 'person'] as const;
export type LookalikeKind = (typeof LOOKALIKE_KINDS)[number];

/** Whose is what the address looks like. */
export type LookalikeOf = 'own' | 'directory' | 'invited' | 'person';

export type LookalikeWarning = {
  /** Stable key of the finding for this address: what an acknowledgement names. */
  key: string;
  kind: LookalikeKind;
  of: LookalikeOf;
  /** What it looks like: a domain, or a person's name and address. */
  like: string;
  /** The address as it would be after the one-click fix; null when there is none. */
  fixed: string | null;
};
