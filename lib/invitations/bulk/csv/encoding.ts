import { CONTROL } from '../../email';
import { foreignKind } from './foreign';
import { Refused } from './refusal';
import { fromWindows1252 } from './windows-1252';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What stands for a character that could not be read. */
export const UNREADABLE = '\ufffd';

/** So much is looked at at once: enough to tell an encoding by. */
const WINDOW = 65_536;

/**
 * The text of a file, whatever it was saved in: by its byte order mark, else UTF-16 where every other byte of it is zero,
 * else UTF-8, else Windows-1252. While nothing but ASCII has come, the last two are the same, and the choice waits.
 * Refuses what is no text.
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  let decode: ((part: Uint8Array, more: boolean) => string) | null = null;
  let first = true;
  // What came since the choice was last put off: nothing but the first bytes of a character.
  let held = new Uint8Array();
  for await (const { part, last } of windows(bytes)) {
    if (first) {
      if (part.length === 0) throw new Refused({ kind: 'empty' });
      const is = foreignKind(part);
      if (is !== null) throw new Refused({ kind: 'foreign', is });
      const wide = wideEncoding(part);
      if (wide !== null) decode = decoder(wide);
    }
    first = false;
    const window = joined(held, part);
    held = new Uint8Array();
    let text: string;
    if (decode !== null) text = decode(window, !last);
    else {
      const encoding = narrowEncoding(window, last);
      if (encoding === 'undecided') {
        held = window;
        continue;
      }
      // Plain ASCII says nothing of what is to come.
      if (encoding !== 'ascii') decode = decoder(encoding);
      text = (decode ?? decoder('utf-8'))(window, !last);
    }
    if (text.includes('\0')) throw new Refused({ kind: 'foreign', is: 'binary' });
    if (text !== '') yield text;
  }
}

/** The same bytes in parts of at least a window's size; the last one may be smaller, or empty. */
async function* windows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<{ part: Uint8Array; last: boolean }> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let ready: Uint8Array | null = null;
  for await (const part of bytes) {
    if (ready !== null) {
      yield { part: ready, last: false };
      ready = null;
    }
    parts.push(part);
    size += part.length;
    if (size < WINDOW) continue;
    ready = joined(...parts);
    parts = [];
    size = 0;
  }
  if (ready !== null) yield { part: ready, last: size === 0 };
  if (ready === null || size > 0) yield { part: joined(...parts), last: true };
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function decoder(encoding: Encoding): (part: Uint8Array, more: boolean) => string {
  if (encoding === 'windows-1252') return fromWindows1252;
  // It keeps what a part ends within, and takes the byte order mark away.
  const decoding = new TextDecoder(encoding);
  return (part, more) => decoding.decode(part, { stream: more });
}

/** UTF-8 by its mark, or UTF-16 by its mark or by its zeros. */
function wideEncoding(start: Uint8Array): Encoding | null {
  const [a, b, c] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  const zeros = [0, 0];
  start.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return null;
  // Of a text in Latin letters every other byte is zero; in other letters, its line ends, delimiters and addresses still.
  const most = Math.max(even, odd);
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  return most * 40 >= start.length && most > 8 * Math.min(even, odd) && isText(start, encoding) ? encoding : null;
}

/** Whether bytes read as text: no control characters, no half of a pair. */
function isText(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return !CONTROL.test(text.replace(/\s/gu, ''));
  } catch {
    return false;
  }
}

/**
 * UTF-8, or what is left. A few characters that are broken do not make a file Windows-1252, and the odd pair that happens
 * to be UTF-8 does not make it that: what there is more of decides.
 */
function narrowEncoding(window: Uint8Array, last: boolean): 'ascii' | 'utf-8' | 'windows-1252' | 'undecided' {
  if (window.every((byte) => byte < 0x80)) return 'ascii';
  const text = new TextDecoder().decode(window, { stream: !last });
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  if (broken === 0 && whole === 0) return 'undecided';
  return whole > broken ? 'utf-8' : 'windows-1252';
}
