import type { ForeignKind } from './refusal';

/** How other kinds of files begin, in hexadecimal digits; the first that fits is what it is. */
const BY_BYTES: readonly [ForeignKind, RegExp][] = [
  // Zip archives, told apart by the name of their first member and what is in it.
  ['open-document', new RegExp(`^504b0304.{52}${hex('mimetypeapplication/vnd.oasis.opendocument')}`)],
  ['excel', new RegExp(`^504b0304.*(?:${hex('[Content_Types].xml')}|${hex('_rels/')}|${hex('xl/')})`)],
  ['archive', /^(?:504b(?:0304|0506|0708)|377abcaf271c|526172211a07)/],
  ['old-office', /^d0cf11e0a1b11ae1/],
  // gzip, compress, bzip2, xz, zstd.
  ['compressed', /^(?:1f8b|1f9d|425a683[1-9]314159265359|fd377a585a00|28b52ffd)/],
  // PNG, JPEG, GIF, WebP, TIFF, HEIC and AVIF.
  [
    'image',
    /^(?:89504e47|ffd8ff|474946383[79]61|52494646.{8}57454250|49492a00|4d4d002a|.{8}66747970(?:68656963|6d696631|61766966))/,
  ],
];

/** The same for those that begin with letters. */
const BY_TEXT: readonly [ForeignKind, RegExp][] = [
  ['pdf', /^\s*%PDF-/],
  ['rich-text', /^\s*\{\\rtf/],
  ['web-page', /^\s*<(?:!doctype|html|head|body|table|meta|style|\?xml|!--)/i],
];

/** Enough for every beginning above. */
const LOOKED_AT = 8_192;

/** What a file is by its first bytes, when it is one of those that people take for a CSV; null when it may be one. */
export function foreignKind(start: Uint8Array): ForeignKind | null {
  const head = start.subarray(0, LOOKED_AT);
  const digits = Array.from(head, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const text = new TextDecoder().decode(head);
  const found =
    BY_BYTES.find(([, beginning]) => beginning.test(digits)) ?? BY_TEXT.find(([, beginning]) => beginning.test(text));
  return found?.[0] ?? null;
}

function hex(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
