import type { Page } from '@playwright/test';

type Recorded = typeof globalThis & { usherFrames?: { gaps: number[]; stop(): void } };

/** The time between one frame and the next, each, while `work` goes on. */
export async function framesWhile(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    let asked = 0;
    const next = (now: number): void => {
      gaps.push(now - last);
      last = now;
      asked = requestAnimationFrame(next);
    };
    asked = requestAnimationFrame(next);
    (globalThis as Recorded).usherFrames = { gaps, stop: () => cancelAnimationFrame(asked) };
  });
  await work();
  return page.evaluate(() => {
    const recorded = (globalThis as Recorded).usherFrames;
    recorded?.stop();
    // The first is measured from where the recording was asked for, and is no frame's.
    return recorded?.gaps.slice(1) ?? [];
  });
}
