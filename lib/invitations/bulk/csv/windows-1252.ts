/**
 * Windows-1252 (WHATWG Encoding, "index-windows-1252"): Latin-1 but for these 32. Of our own, because some versions of Node
 * read the label as Latin-1, and "Mc’Cain" would then hold a control character.
 */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Reads bytes as Windows-1252: each is a character. */
export function fromWindows1252(bytes: Uint8Array): string {
  let text = '';
  // In parts: so many arguments at once would be too many.
  for (let at = 0; at < bytes.length; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
  return text.replace(/[\u0080-\u009f]/g, (character) => C1.charAt(character.charCodeAt(0) - 0x80));
}
