import { describe, expect, it } from 'vitest';
import { type Step, stepOf, stepped } from './steps';

const GRID = { lines: 100, last: 7, page: 10 };
const press = (key: string, more: Partial<Parameters<typeof stepOf>[0]> = {}) =>
  stepOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('the keyboard in a grid', () => {
  it('moves within it, and never out of it', () => {
    const from = { line: 0, column: 7 };
    const to = (step: Step) => stepped(from, step, GRID);
    expect([to('up'), to('right'), to('next')]).toEqual([from, from, { line: 1, column: 0 }]);
    expect([to('left'), to('back'), to('page-down')]).toEqual([
      { line: 0, column: 6 },
      { line: 0, column: 6 },
      { line: 10, column: 7 },
    ]);
    expect(stepped({ line: 99, column: 7 }, 'next', GRID)).toEqual({ line: 99, column: 7 });
    expect(stepped({ line: 3, column: 0 }, 'back', GRID)).toEqual({ line: 2, column: 7 });
    expect(stepped({ line: 95, column: 0 }, 'page-down', GRID)).toEqual({ line: 99, column: 0 });
    expect(stepped({ line: 5, column: 3 }, 'bottom', GRID)).toEqual({ line: 99, column: 7 });
    expect(stepped({ line: 0, column: 0 }, 'down', { ...GRID, lines: 0 })).toEqual({ line: 0, column: 0 });
  });

  it('leaves to the browser what is the browser’s', () => {
    expect([press('ArrowDown'), press('Home'), press('Home', { ctrlKey: true })]).toEqual(['down', 'start', 'top']);
    expect([press('a'), press('ArrowLeft', { altKey: true }), press('ArrowUp', { ctrlKey: true })]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
