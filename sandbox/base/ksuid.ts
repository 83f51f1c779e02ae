import type { Rng } from './rng';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** KSUID timestamps count seconds from 2014-05-13T16:53:20Z. */
const EPOCH_SECONDS = 1_400_000_000;
const LENGTH = 27;

/**
 * A KSUID: four bytes of seconds and sixteen random bytes, as 27 base62 characters. Ids made in the same second are
 * in no order.
 *
 * @param time milliseconds since the epoch; its second is the sortable part of the id
 */
export function ksuid(time: number, rng: Rng): string {
  const words = [Math.max(0, Math.floor(time / 1000) - EPOCH_SECONDS) >>> 0];
  for (let i = 0; i < 4; i++) words.push(Math.floor(rng.next() * 4294967296));
  let text = '';
  for (let digit = 0; digit < LENGTH; digit++) {
    let remainder = 0;
    for (let i = 0; i < words.length; i++) {
      const value = remainder * 4294967296 + (words[i] ?? 0);
      words[i] = Math.floor(value / 62);
      remainder = value % 62;
    }
    text = ALPHABET.charAt(remainder) + text;
  }
  return text;
}
