import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical';
import type { AUDIT_PARTS } from './schema';

/** The arithmetic of the audit, apart from any database: `docs/audit.md` says the same in words. */

export type AuditPart = (typeof AUDIT_PARTS)[number];

/** One entry as it lies in the database or in an exported line. Hashes are lower-case hex. */
export type StoredEntry = {
  sequence: number;
  /** ISO 8601, UTC, milliseconds. */
  at: string;
  action: string;
  invitationId: string | null;
  upstreamId: string | null;
  requestId: string;
  details: Json;
  personalHashes: Record<string, string>;
  previousHash: string;
  hash: string;
};

export type PersonalPart = { person: string; salt: string; content: Json };

/** What the first entry follows. */
export const GENESIS = '0'.repeat(64);

export const sha256 = (...parts: (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** The salt goes when the person is erased, and with it every way to guess from the hash what was there. */
export const hashOfPart = (part: string, { person, salt, content }: PersonalPart): string =>
  sha256(Buffer.from(salt, 'hex'), canonicalJson({ content, part, person }));

export const hashOfEntry = (entry: Omit<StoredEntry, 'hash'>): string => {
  const { previousHash, sequence, at, action, invitationId, upstreamId, requestId, details, personalHashes } = entry;
  return sha256(
    Buffer.from(previousHash, 'hex'),
    canonicalJson({ action, at, details, invitationId, personalHashes, requestId, sequence, upstreamId }),
  );
};

export type Problem = {
  /** Where; null when it is about the audit as a whole. */
  sequence: number | null;
  what:
    | 'changed'
    | 'gap'
    | 'order'
    | 'link'
    | 'person-changed'
    | 'person-missing'
    | 'person-unknown'
    | 'end-cut'
    | 'end-differs'
    | 'checkpoint-unsigned'
    | 'checkpoint-differs'
    | 'unreadable';
  message: string;
};

/** The action under which an erasure is recorded; its details name the parts that are gone: `{ parts: ["12:target", …] }`. */
export const ERASED = 'person.erased';

export type ChainChecker = {
  add(entry: StoredEntry, personal: Partial<Record<string, PersonalPart>>): void;
  /** Everything found. Parts that are missing count only when no later erasure names them. */
  finish(): { entries: number; erased: number; last: { sequence: number; hash: string }; problems: Problem[] };
};

/** Looks at one entry after the other, in the order of their sequence, and keeps no more than the last. */
export function checkChain(start: { sequence: number; hash: string } = { sequence: 0, hash: GENESIS }): ChainChecker {
  const problems: Problem[] = [];
  const missing = new Set<string>();
  const erased = new Set<string>();
  let last = start;
  let entries = 0;
  const found = (sequence: number, what: Problem['what'], message: string) =>
    problems.push({ sequence, what, message });
  return {
    add(entry, personal) {
      entries += 1;
      const { sequence } = entry;
      const follows = sequence === last.sequence + 1;
      if (sequence <= last.sequence) found(sequence, 'order', `Entry ${sequence} stands after entry ${last.sequence}.`);
      else if (!follows)
        found(sequence, 'gap', `${range(last.sequence + 1, sequence - 1)} missing before entry ${sequence}.`);
      if (hashOfEntry(entry) !== entry.hash) found(sequence, 'changed', `Entry ${sequence} is not what was written.`);
      if (follows && entry.previousHash !== last.hash) {
        found(sequence, 'link', `Entry ${sequence} does not follow the entry ${last.sequence} that is there.`);
      }
      for (const [part, hash] of Object.entries(entry.personalHashes)) {
        const there = personal[part];
        if (there === undefined) missing.add(`${sequence}:${part}`);
        else if (hashOfPart(part, there) !== hash) {
          found(sequence, 'person-changed', `What entry ${sequence} says of its ${part} is not what was written.`);
        }
      }
      for (const part of Object.keys(personal)) {
        if (entry.personalHashes[part] === undefined) {
          found(sequence, 'person-unknown', `Entry ${sequence} was written without a ${part}, and has one.`);
        }
      }
      if (entry.action === ERASED) for (const part of namedIn(entry.details)) erased.add(part);
      last = { sequence, hash: entry.hash };
    },
    finish() {
      for (const name of missing) {
        if (erased.has(name)) continue;
        const [sequence, part] = name.split(':');
        found(
          Number(sequence),
          'person-missing',
          `What entry ${sequence} says of its ${part} is gone, and no erasure names it.`,
        );
      }
      return { entries, erased: missing.size, last, problems };
    },
  };
}

const range = (from: number, to: number): string => (from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`);

function namedIn(details: Json): string[] {
  const parts = typeof details === 'object' && details !== null && !Array.isArray(details) ? details.parts : null;
  return Array.isArray(parts) ? parts.filter((part) => typeof part === 'string') : [];
}
