import pg from 'pg';
import type { Directory } from '@/lib/invitations/ports';
import type { Child } from '../lib/children';
import { httpSession } from '../lib/http-session';
import { formData, hiddenFields, signInOverHttp } from '../lib/page-forms';
import { sandboxControl } from '../lib/sandbox-control';
import type { Stack } from '../lib/stack';
import { appOf, timed, until, watchMemory } from './measure';
import { type Row, row } from './row';
import { answered, call, clientAlone, countPeople, invitationPages, setLatency } from './upstream';

const INVITATIONS = 100_000;
const MOST_MIB = 350;
/** What a sync may cost, as a multiple of only reading the same pages. */
const MOST_TIMES = 1.5;

/**
 * The first sync of a large tenant by the app, between two bare loops over the same pages, at no latency: where reading is
 * as quick as can be, what is done besides shows most.
 */
export async function syncRows(stack: Stack): Promise<Row[]> {
  const { app, pid } = appOf(stack);
  await setLatency(stack, 0);
  const directory = clientAlone(stack);
  await seeded(stack, {});
  const memory = watchMemory(pid);
  const before = await timed(() => bareLoop(directory));
  const took = await timed(() => firstSync(stack, app));
  const after = await timed(() => bareLoop(directory));
  const mib = memory.stop();
  const reference = (before + after) / 2_000;
  return [
    row(`reading ${INVITATIONS} invitations, bare loop`, reference, 's'),
    row(`first sync of ${INVITATIONS} invitations`, took / 1_000, 's', { reference, bar: reference * MOST_TIMES }),
    row('memory of the app, the most meanwhile', mib, 'MiB', { bar: MOST_MIB }),
  ];
}

/** A tenant of so many people and 100,000 invitations, and the app’s copy of it. */
export async function grownTenant(stack: Stack, people: number): Promise<void> {
  await setLatency(stack, 0);
  await seeded(stack, { people });
  await firstSync(stack, appOf(stack).app);
}

async function seeded(stack: Stack, more: { people?: number }): Promise<void> {
  await onlyWhenAsked(stack, answered(await clientAlone(stack).listDirectories(call())).length);
  await sandboxControl(stack.sandboxUrl, 'POST', '/seed', { invitations: INVITATIONS, ...more });
}

/** The sync of the start is over, and the schedule's next will not fall into the middle of what is measured. */
async function onlyWhenAsked(stack: Stack, directories: number): Promise<void> {
  const ledger = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await ledger.connect();
  try {
    const copied = async () => {
      const { rows } = await ledger.query('select count(whole_at)::int as n from sync');
      return rows[0].n >= directories;
    };
    await until(copied, 'The sync of the start does not end.');
    await ledger.query("delete from pgboss.schedule where name = 'sync'");
  } finally {
    await ledger.end();
  }
}

async function bareLoop(directory: Directory): Promise<void> {
  let seen = 0;
  for await (const page of invitationPages(directory)) seen += page.length;
  await countPeople(directory);
  if (seen < INVITATIONS) throw new Error(`The tenant has only ${seen} invitations.`);
}

/** "Sync now", pressed as a browser without scripts does it. The answer comes sooner than the end, which the log tells. */
async function firstSync(stack: Stack, app: Child): Promise<void> {
  const session = httpSession();
  await signInOverHttp(session, stack.appUrl, 'omar-haddad');
  const page = await session.send(`${stack.appUrl}/invitations`);
  const done = syncDone(app);
  const reply = await session.send(`${stack.appUrl}/invitations`, {
    method: 'POST',
    headers: { origin: stack.appUrl },
    body: formData(hiddenFields(page.text, '$ACTION_KEY')),
  });
  session.close();
  if (reply.status !== 200) throw new Error(`“Sync now” was answered with HTTP ${reply.status}.`);
  if ((await done).seen < INVITATIONS) throw new Error('The sync did not see every invitation.');
}

/** What the app's log says of the next sync that ends. */
function syncDone(app: Child): Promise<{ seen: number }> {
  return new Promise((resolve, reject) => {
    let rest = '';
    const listen = (chunk: Buffer): void => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!line.includes('"sync.done"')) continue;
        app.process.stdout?.off('data', listen);
        resolve(JSON.parse(line));
      }
    };
    app.process.stdout?.on('data', listen);
    void app.ended.then((how) => reject(new Error(`The app ${how}.`)));
  });
}
