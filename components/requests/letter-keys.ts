import { shortcutOf } from '@/components/shell/single-keys';

const LETTERS = ['j', 'k', 'a', 'd'] as const;
type Letter = (typeof LETTERS)[number];

/** The shortcut of the queue that a key press is; null where it is none, or they are switched off. */
export function letterOf(event: KeyboardEvent): Letter | null {
  const pressed = shortcutOf(event);
  const letter = LETTERS.find((each) => each === pressed) ?? null;
  // Held down it may walk, but not decide one after the other.
  return event.repeat && (letter === 'a' || letter === 'd') ? null : letter;
}
