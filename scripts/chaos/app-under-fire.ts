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

/** An app of a stack, as one process after another. */
export class AppUnderFire {
  private up: Promise<void> = Promise.resolve();
  private app: Child;
  private work: Work = new Work();

  private constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly log: string,
    readonly port: number,
    app?: Child,
  ) {
    this.app = app ?? this.start(port);
  }

  /** The one that the stack began with. */
  static first({ children, env, appUrl }: Stack, stackName: string): AppUnderFire {
    const app = children.find(({ name }) => name === 'The app');
    if (app === undefined) throw new Error('There is no app in this stack.');
    return new AppUnderFire(env, appLogPath(stackName), Number(new URL(appUrl).port), app);
  }

  /** One more, on the same database and tenant. */
  static async beside({ env }: Stack, stackName: string): Promise<AppUnderFire> {
    const app = new AppUnderFire(env, appLogPath(stackName), await freePort());
    await app.answers(app.app, app.port);
    return app;
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
    this.up = restart().then(() => this.answers(this.app, this.port));
    await this.up;
    return { startedAt, work: this.work };
  }

  /** Stops the app where it stands, as a machine that sleeps, while `meanwhile` runs beside a second replica; lets it go on. */
  async stall(meanwhile: () => Promise<void>): Promise<void> {
    signal(this.app, 'SIGSTOP');
    const port = await freePort();
    const other = this.start(port);
    try {
      await this.answers(other, port);
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
    return startApp(this.env, port, (chunk) => {
      appendFileSync(this.log, chunk);
      work.hear(chunk.toString('utf8'));
    });
  }

  private answers(app: Child, port: number): Promise<void> {
    return healthy(app, `http://127.0.0.1:${port}/api/health`);
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
