import type { Page } from '@playwright/test';

type Recorded = typeof globalThis & { usherFrames?: { gaps: number[]; stop(): void } };

/**
 * The time between one frame and the next, each, while `work` goes on. No function in the page’s part has a name of its own:
 * what runs this file would mark it with a helper that the page does not have.
 */
export async function framesWhile(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames = {
      gaps: [] as number[],
      last: performance.now(),
      asked: 0,
      next(now: number): void {
        this.gaps.push(now - this.last);
        this.last = now;
        this.ask();
      },
      ask(): void {
        this.asked = requestAnimationFrame((now) => this.next(now));
      },
      stop(): void {
        cancelAnimationFrame(this.asked);
      },
    };
    frames.ask();
    (globalThis as Recorded).usherFrames = frames;
  });
  await work();
  return page.evaluate(() => {
    const recorded = (globalThis as Recorded).usherFrames;
    recorded?.stop();
    // The first is measured from where the recording was asked for, and is no frame's.
    return recorded?.gaps.slice(1) ?? [];
  });
}
