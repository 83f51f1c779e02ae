import PgBoss from 'pg-boss';
import { type Child, endChild, healthy, signal } from '@/scripts/lib/children';
import { freePort } from '@/scripts/lib/ports';
import { type RoundRobin, roundRobin } from '@/scripts/lib/round-robin';
import { sandboxControl } from '@/scripts/lib/sandbox-control';
import { type Stack, startApp, startStack } from '@/scripts/lib/stack';

export type Replica = { port: number; child: Child };
type Journalled = { n: number; operation: string; requestId: string; fault: string | null; status: number | null };

/** Two of the built app, with one database, one tenant and one address. */
export async function twoReplicas(env: Record<string, string>) {
  const ports = [await freePort(), await freePort()];
  const proxy: RoundRobin = await roundRobin(() => ports);
  const [firstPort = 0, secondPort = 0] = ports;
  let stack: Stack;
  try {
    stack = await startStack({
      name: 'replicas',
      appPort: firstPort,
      env: { ...env, NEXTAUTH_URL: proxy.url },
      sandboxEnv: { SANDBOX_APP_ORIGINS: proxy.url },
    });
  } catch (error) {
    proxy.close();
    throw error;
  }
  const start = async (port: number): Promise<Replica> => {
    const child = startApp(stack.env, port, () => undefined);
    await healthy(child, `http://127.0.0.1:${port}/api/health`);
    return { port, child };
  };
  const first = stack.children.find(({ name }) => name === 'The app');
  if (first === undefined) throw new Error('There is no app in this stack.');
  const replicas: Replica[] = [{ port: firstPort, child: first }, await start(secondPort)];
  const boss = new PgBoss({
    connectionString: stack.env.DATABASE_URL ?? '',
    supervise: false,
    schedule: false,
    max: 1,
  });
  await boss.start();
  const control = <T>(method: string, path: string, body?: object) =>
    sandboxControl<T>(stack.sandboxUrl, method, path, body);

  return {
    url: proxy.url,
    proxy,
    replicas,
    control,
    databaseUrl: stack.env.DATABASE_URL ?? '',
    /** Wakes a job, as the schedule does, on whichever replica is first. */
    wake: (job: 'reconcile' | 'sync') => boss.send(job, {}),
    journal: async (operation: string): Promise<Journalled[]> =>
      (await control<{ requests: Journalled[] }>('GET', `/journal?operation=${operation}`)).requests,
    /** The replica that has a request under way: there must be exactly one. */
    busy(): Replica {
      const busy = replicas.filter(({ port }) => proxy.underWay(port) > 0);
      const [only] = busy;
      if (only === undefined || busy.length > 1) throw new Error(`${busy.length} replicas are busy.`);
      return only;
    },
    kill: async ({ child }: Replica) => {
      signal(child, 'SIGKILL');
      await child.ended;
    },
    /** Starts one that has ended anew, at its old port. */
    async revive(replica: Replica) {
      replica.child = (await start(replica.port)).child;
    },
    async close() {
      proxy.close();
      await boss.stop({ graceful: false });
      await Promise.all(replicas.map(({ child }) => endChild(child)));
      await stack.close();
    },
  };
}

export type Replicas = Awaited<ReturnType<typeof twoReplicas>>;
