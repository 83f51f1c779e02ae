import { vi } from 'vitest';
import { appOrigin } from '@/scripts/lib/app-env';
import { type Child, endChild, healthy } from '@/scripts/lib/children';
import { builtActions } from '@/scripts/lib/manifests';
import { freePort } from '@/scripts/lib/ports';
import { type Stack, startApp, startStack } from '@/scripts/lib/stack';
import { type Callers, callersOf } from './callers';
import type { World } from './entry';
import { openTraces, type Traces } from './traces';
import { buildWithoutProxy } from './without-proxy';
import { makeWorlds } from './world';

export const APPS = ['with proxy.ts', 'without proxy.ts'] as const;
export type AppName = (typeof APPS)[number];

/** One of the two apps, and everybody at its door. */
export type App = { url: string; callers: Callers };
export type House = {
  apps: Record<AppName, App>;
  traces: Traces;
  refused: World;
  letIn: World;
  close: () => Promise<void>;
};

const QUIET = { timeout: 30_000, interval: 50 };

/** The built app twice, with `proxy.ts` and without, on one database and one tenant. */
export async function openHouse(): Promise<House> {
  const [port, otherPort] = [await freePort(), await freePort()];
  const urls = { 'with proxy.ts': appOrigin(port), 'without proxy.ts': appOrigin(otherPort) };
  const stack: Stack = await startStack({
    name: 'matrix',
    appPort: port,
    env: { USHER_INVITES_PER_MINUTE: '10000' },
    sandboxEnv: { SANDBOX_APP_ORIGINS: Object.values(urls).join(',') },
  });
  const closing: (() => Promise<unknown>)[] = [stack.close];
  const close = async () => {
    for (const each of closing.reverse()) await each();
  };
  try {
    const env = { ...stack.env, NEXTAUTH_URL: urls['without proxy.ts'] };
    const other: Child = startApp(env, otherPort, () => undefined, 'start', buildWithoutProxy());
    closing.push(() => endChild(other));
    await healthy(other, `${urls['without proxy.ts']}/api/health`);

    const traces = await openTraces(stack.env.DATABASE_URL ?? '', stack.sandboxUrl);
    closing.push(traces.close);
    const secret = stack.env.NEXTAUTH_SECRET ?? '';
    const apps = {
      'with proxy.ts': { url: urls['with proxy.ts'], callers: await callersOf(urls['with proxy.ts'], secret) },
      'without proxy.ts': { url: urls['without proxy.ts'], callers: await callersOf(urls['without proxy.ts'], secret) },
    };
    const everybody = Object.values(apps).flatMap(({ callers }) => [...callers.tried, callers.everything]);
    closing.push(async () => {
      for (const caller of everybody) caller.close();
    });
    await putScheduleAside(traces);

    const { tried, everything } = apps['with proxy.ts'].callers;
    const senders = [
      everything,
      ...tried.filter(({ name, roles }) => name !== 'auditor' && name !== 'no role' && roles !== null),
    ];
    const worlds = await makeWorlds({ appUrl: apps['with proxy.ts'].url, actions: builtActions(), traces }, senders);
    return { apps, traces, ...worlds, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** From here on only requests change anything; what was begun at the start ends first. */
async function putScheduleAside({ query }: Traces): Promise<void> {
  await query('delete from pgboss.schedule');
  await vi.waitFor(async () => {
    const open = await query(
      `select name from pgboss.job
        where name in ('sync', 'checkpoint', 'requests', 'digest') and state in ('created', 'retry', 'active')`,
    );
    // Telling asks for its own next turn, before the one under way is over.
    const telling = await query(
      `with next as (delete from pgboss.job where name = 'tell' and state in ('created', 'retry'))
        select name from pgboss.job where name = 'tell' and state = 'active'`,
    );
    open.push(...telling);
    if (open.length > 0) throw new Error(`Still under way: ${open.map(({ name }) => name).join(', ')}.`);
  }, QUIET);
}
