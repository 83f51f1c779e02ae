import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, endChild, healthy, signal } from '../lib/children';
import { freePort } from '../lib/ports';
import { appLogPath, type Stack, startApp } from '../lib/stack';

/** How often something is looked at that cannot be waited for. */
const LOOK_MS = 25;

/** When a process took up what was left behind, and when it had looked at all of it, by its log and our monotonic clock. */
export class Work {
  goesOnAt: number | null = null;
  lookedAtAt: number | null = null;
  private rest = '';

  /** A line may come in pieces. */
  hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.includes('"work.goes-on"')) this.goesOnAt ??= performance.now();
      if (line.includes('"work.looked-at"')) this.lookedAtAt ??= performance.now();
    }
  }
}

/** The app of a stack, as one process after another. */
export class AppUnderFire {
  private up: Promise<void> = Promise.resolve();
  private app: Child;
  private work: Work = new Work();
  private readonly port: number;

  constructor(
    private readonly stack: Stack,
    private readonly stackName: string,
  ) {
    const app = stack.children.find(({ name }) => name === 'The app');
    if (app === undefined) throw new Error('There is no app in this stack.');
    this.app = app;
    this.port = Number(new URL(stack.appUrl).port);
  }

  /** Resolves once the app answers, after the blow under way. */
  whenUp(): Promise<void> {
    return this.up;
  }

  /**
   * Kills the app and all that it started, and starts it again; while it starts, a second time after `againMs`. Resolves
   * once it answers, with the moment of the (last) start on our monotonic clock, and what that process says of its work.
   */
  async kill(againMs: number | null): Promise<{ startedAt: number; work: Work }> {
    let startedAt = 0;
    const restart = async () => {
      await this.crash();
      startedAt = performance.now();
      this.app = this.start(this.port);
      if (againMs === null) return;
      await pause(againMs);
      await this.crash();
      startedAt = performance.now();
      this.app = this.start(this.port);
    };
    this.up = restart().then(() => healthy(this.app, `${this.stack.appUrl}/api/health`));
    await this.up;
    return { startedAt, work: this.work };
  }

  /** Stops the app where it stands, as a machine that sleeps, while `meanwhile` runs beside a second replica; lets it go on. */
  async stall(meanwhile: () => Promise<void>): Promise<void> {
    signal(this.app, 'SIGSTOP');
    const port = await freePort();
    const other = this.start(port);
    try {
      await healthy(other, `http://127.0.0.1:${port}/api/health`);
      await meanwhile();
    } finally {
      signal(this.app, 'SIGCONT');
      await endChild(other);
    }
  }

  async close(): Promise<void> {
    await endChild(this.app);
  }

  private start(port: number): Child {
    const work = new Work();
    if (port === this.port) this.work = work;
    return startApp(this.stack.env, port, (chunk) => {
      appendFileSync(appLogPath(this.stackName), chunk);
      work.hear(chunk.toString('utf8'));
    });
  }

  /** The whole group, as a machine that loses its power would. */
  private async crash(): Promise<void> {
    signal(this.app, 'SIGKILL');
    await this.app.ended;
  }
}

/** Looks until `look` answers something other than null, for at most `ms`; null then. */
export async function lookFor<T>(look: () => Promise<T | null>, ms: number, everyMs = LOOK_MS): Promise<T | null> {
  const until = performance.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > until) return null;
    await pause(everyMs);
  }
}
