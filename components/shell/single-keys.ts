/**
 * Shortcuts of one key, all of them: what the help calls them, whether they are on, and when a key press counts as one. They
 * can be switched off, for whoever speaks to the computer or strays over the keys (WCAG 2.1.4).
 */
export const SHORTCUTS = [
  { keys: ['/'], what: 'Search on this page, or look somebody up' },
  { keys: ['n'], what: 'Invite somebody' },
  { keys: ['j', 'k'], what: 'Next and previous row of a list' },
  { keys: ['x'], what: 'Select the row, or leave it out' },
  { keys: ['a', 'd'], what: 'Approve a request, or open its denial' },
  { keys: ['?'], what: 'This help' },
] as const;

type Key = (typeof SHORTCUTS)[number]['keys'][number];
const KEYS: ReadonlySet<string> = new Set(SHORTCUTS.flatMap(({ keys }) => keys));

const STORED = 'usher.single-keys';
const OFF = 'off';
const listeners = new Set<() => void>();
/** Where the browser keeps nothing, it holds for this page. */
let offHere = false;

export function singleKeysOn(): boolean {
  try {
    return !offHere && localStorage.getItem(STORED) !== OFF;
  } catch {
    return !offHere;
  }
}

/** This browser remembers it. */
export function switchSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, OFF);
    offHere = false;
  } catch {
    offHere = !on;
  }
  for (const listener of listeners) listener();
}

/** Tells of each switch, one in another window included. */
export function onSwitch(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

/** Where a letter is text, or chooses something. */
const TAKES_LETTERS = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';

/** The shortcut that a key press is; null where it is none, or they are off. */
export function shortcutOf(event: KeyboardEvent): Key | null {
  const { key, target, ctrlKey, metaKey, altKey, isComposing, defaultPrevented } = event;
  if (!KEYS.has(key) || ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return null;
  if (target instanceof Element && target.closest(TAKES_LETTERS) !== null) return null;
  return singleKeysOn() ? (key as Key) : null;
}
