import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 100;

/** Looks again and again at how many rows are left, until there are none or it is stopped. */
export class Watch {
  /** Null until the first look. */
  left: number | null = null;
  /** The longest time in which no row came to its end. */
  longestStillMs = 0;
  tookMs = 0;
  private readonly startedAt = performance.now();
  private movedAt = this.startedAt;
  private stopped = false;
  private readonly looking: Promise<void>;

  constructor(private readonly look: () => Promise<number>) {
    this.looking = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.looking;
  }

  private async run(): Promise<void> {
    while (!this.stopped && this.left !== 0) {
      const left = await this.look();
      const now = performance.now();
      this.tookMs = now - this.startedAt;
      this.longestStillMs = Math.max(this.longestStillMs, now - this.movedAt);
      if (left !== this.left) this.movedAt = now;
      this.left = left;
      await pause(LOOK_MS);
    }
  }
}
