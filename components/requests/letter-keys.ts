/** Where the browser remembers that shortcuts of one key are switched off (WCAG 2.1.4). */
const STORED = 'usher.single-keys';
const OFF = 'off';

function switchedOff(): boolean {
  try {
    return localStorage.getItem(STORED) === OFF;
  } catch {
    return false;
  }
}

/** Where a letter is text, or chooses something. */
const TAKES_LETTERS = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';
const LETTERS = ['j', 'k', 'a', 'd'] as const;
type Letter = (typeof LETTERS)[number];

/** The shortcut of the queue that a key press is; null where it is none, or they are switched off. */
export function letterOf(event: KeyboardEvent): Letter | null {
  const { key, target, ctrlKey, metaKey, altKey, isComposing, defaultPrevented, repeat } = event;
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return null;
  const letter = LETTERS.find((each) => each === key);
  if (letter === undefined) return null;
  // Held down it may walk, but not decide one after the other.
  if (repeat && (letter === 'a' || letter === 'd')) return null;
  if (target instanceof Element && target.closest(TAKES_LETTERS) !== null) return null;
  return switchedOff() ? null : letter;
}
