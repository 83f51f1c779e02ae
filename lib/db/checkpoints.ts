import 'server-only';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Problem, StoredEntry } from './audit-chain';
import { canonicalJson } from './canonical';

/** "When I looked, the audit had this many entries and ended with this hash", signed. One line of a file outside the database. */
export type Checkpoint = {
  sequence: number;
  hash: string;
  at: string;
  /** Which key: the first 16 hex digits of the SHA-256 of its public half (SPKI, DER). */
  key: string;
  /** Ed25519, base64url. */
  signature: string;
};

export type PublicKeys = readonly KeyObject[];

export const keyId = (key: KeyObject): string =>
  createHash('sha256')
    .update((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

const signedBytes = ({ sequence, hash, at, key }: Omit<Checkpoint, 'signature'>): Buffer =>
  Buffer.from(`usher-audit-checkpoint\n${canonicalJson({ at, hash, key, sequence })}`);

export function signCheckpoint(end: { sequence: number; hash: string }, at: Date, key: KeyObject): Checkpoint {
  const open = { ...end, at: at.toISOString(), key: keyId(key) };
  return { ...open, signature: sign(null, signedBytes(open), key).toString('base64url') };
}

/** The signing key: `pem` (a setting; line ends may be written as \n), else the file's, made at the first time for its owner's eyes only. */
export function checkpointKey({ pem, file }: { pem?: string | undefined; file: string }): KeyObject {
  const key = createPrivateKey(pem?.replaceAll('\\n', '\n') ?? readOrMake(file));
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error('The key of the audit must be an Ed25519 key (openssl genpkey -algorithm ed25519).');
  return key;
}

function readOrMake(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    try {
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
      writeFileSync(publicHalf(file), publicKey.export({ type: 'spki', format: 'pem' }));
    } catch (error) {
      // Another process was faster: its key is the one.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file, 'utf8');
}

/** Where the public half lies, which is all that whoever verifies needs. */
export const publicHalf = (file: string): string => `${file}.pub`;

/** The lines of a checkpoint file; a missing file has none. A line that cannot be read is a checkpoint that nobody signed. */
export function readCheckpoints(file: string): Checkpoint[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    try {
      const { sequence, hash, at, key, signature } = JSON.parse(line) as Checkpoint;
      return { sequence, hash, at, key, signature };
    } catch {
      return { sequence: Number.NaN, hash: '', at: '', key: '', signature: '' };
    }
  });
}

/** In one write, and down to the disk: a crash leaves a whole line or none. */
export function addCheckpoint(file: string, checkpoint: Checkpoint): void {
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, 'a', 0o644);
  writeSync(handle, `${JSON.stringify(checkpoint)}\n`);
  fsyncSync(handle);
  closeSync(handle);
}

export type CheckpointChecker = { add(entry: StoredEntry): void; finish(last: number): Problem[] };

/** Holds entries against checkpoints while they go by. */
export function checkCheckpoints(checkpoints: readonly Checkpoint[], keys: PublicKeys): CheckpointChecker {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const problems: Problem[] = [];
  const open = new Map<number, Checkpoint[]>();
  checkpoints.forEach((checkpoint, index) => {
    const key = byId.get(checkpoint.key);
    if (key === undefined || !isSigned(checkpoint, key)) {
      const why = key === undefined ? 'by a key that is not known here' : 'wrongly';
      problems.push({
        sequence: null,
        what: 'checkpoint-unsigned',
        message: `Line ${index + 1} of the checkpoints is signed ${why}.`,
      });
    } else open.set(checkpoint.sequence, [...(open.get(checkpoint.sequence) ?? []), checkpoint]);
  });
  return {
    add({ sequence, hash }) {
      for (const checkpoint of open.get(sequence) ?? []) {
        if (checkpoint.hash !== hash) {
          problems.push({
            sequence,
            what: 'checkpoint-differs',
            message: `Entry ${sequence} is not the one that the checkpoint of ${checkpoint.at} saw: it or one before it was written anew.`,
          });
        }
      }
      open.delete(sequence);
    },
    finish(last) {
      const beyond = [...open.values()].flat().filter(({ sequence }) => sequence > last);
      const furthest = beyond.sort((a, b) => b.sequence - a.sequence)[0];
      if (furthest === undefined) return problems;
      const message = `The checkpoint of ${furthest.at} saw ${furthest.sequence} entries, and the last one is ${last}: the end was cut off, or an older backup was restored.`;
      return [...problems, { sequence: last, what: 'end-cut', message }];
    },
  };
}

function isSigned({ signature, ...open }: Checkpoint, key: KeyObject): boolean {
  try {
    return verify(null, signedBytes(open), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
