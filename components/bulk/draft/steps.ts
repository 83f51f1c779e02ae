/** How the keyboard moves in a grid. Pure. */

export type Place = { line: number; column: number };
export type Step =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'next'
  | 'back'
  | 'page-up'
  | 'page-down'
  | 'start'
  | 'end'
  | 'top'
  | 'bottom'
  | 'stay';

const KEYS: Record<string, Step> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'start',
  End: 'end',
};

/** What a key press asks for; null where it is none of the grid's. */
export function stepOf(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): Step | null {
  const step = KEYS[event.key] ?? null;
  if (event.altKey) return null;
  if (!event.ctrlKey && !event.metaKey) return step;
  return step === 'start' ? 'top' : step === 'end' ? 'bottom' : null;
}

/** Where a step leads. `next` and `back` go on to the neighbouring line at the end of one. */
export function stepped(
  { line, column }: Place,
  step: Step,
  { lines, last, page }: { lines: number; last: number; page: number },
): Place {
  const within = (to: number): Place => ({ line: Math.max(0, Math.min(lines - 1, to)), column });
  switch (step) {
    case 'up':
      return within(line - 1);
    case 'down':
      return within(line + 1);
    case 'page-up':
      return within(line - page);
    case 'page-down':
      return within(line + page);
    case 'left':
      return { line, column: Math.max(0, column - 1) };
    case 'right':
      return { line, column: Math.min(last, column + 1) };
    case 'next':
      return column < last
        ? { line, column: column + 1 }
        : line < lines - 1
          ? { line: line + 1, column: 0 }
          : { line, column };
    case 'back':
      return column > 0 ? { line, column: column - 1 } : line > 0 ? { line: line - 1, column: last } : { line, column };
    case 'start':
      return { line, column: 0 };
    case 'end':
      return { line, column: last };
    case 'top':
      return { line: 0, column: 0 };
    case 'bottom':
      return { line: Math.max(0, lines - 1), column: last };
    case 'stay':
      return { line, column };
  }
}
