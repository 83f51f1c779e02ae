import { openDatabase } from '@/lib/db/connection';
import { Rng } from '../../../sandbox/base/rng';
import { importDesk } from '../../lib/import-desk';
import { idsUpstream, openAttempts, readAccounts } from '../accounts';
import { lookFor } from '../app-under-fire';
import type { Verdict } from '../compare';
import type { ChaosOptions } from '../options';
import { plant } from '../plant';
import { calmStorm } from '../storm';
import { Blows, strikeTheRun } from './blows';
import { compareRows } from './compare-rows';
import { confirmedImport, importOneInVain, plannedImport } from './import-under-fire';
import { bulkPlanOf, FIRST_NUMBER } from './plan-bulk';
import { batchState, createsCarriedOut, rowsLeft, rowsOf } from './rows-of';
import { raiseBulkStorm } from './storm-bulk';
import type { TwoApps } from './two-apps';
import { Watch } from './watch';

const OVER_WITHIN_MS = 900_000;
const SETTLED_WITHIN_MS = 120_000;

/** One import of many rows under fire: upload, plan, confirm, the blows, the calm, and the comparison of every row. */
export async function runBulkChaos(
  { stack, url, apps }: TwoApps,
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<Verdict & { kills: number }> {
  const { sandboxUrl } = stack;
  const { lines, strikes } = bulkPlanOf(options);
  const database = openDatabase(stack.env.DATABASE_URL ?? '', { applicationName: 'usher chaos', max: 4 });
  const desk = await importDesk(url, 'maya-chen');
  const bystander = { desk, database };
  try {
    const before = await idsUpstream(sandboxUrl);
    const createdBefore = await createsCarriedOut(sandboxUrl);
    await raiseBulkStorm(sandboxUrl, options.seed);
    const blows = new Blows(apps, say);
    let kills = 0;
    const id = await plannedImport(bystander, lines, async () => {
      const strike = strikes.find(({ when }) => when === 'planning');
      if (strike === undefined) return;
      await blows.fall(strike, () => 'while it is planned');
      kills += 1;
    });
    await confirmedImport(bystander, id);
    const rows = await rowsLeft(database, id);
    const watch = new Watch(() => rowsLeft(database, id));
    kills += await strikeTheRun(blows, strikes, { rows, left: () => watch.left });
    const over = await lookFor(async () => (watch.left === 0 ? true : null), OVER_WITHIN_MS, 100);
    await watch.stop();
    await blows.over();
    say(`Faults: ${await calmStorm(sandboxUrl)}.`);
    const still = `for at most ${seconds(watch.longestStillMs)} none came to its end`;
    say(`${rows} rows in ${seconds(watch.tookMs)}; ${still}. ${kills} of ${options.kills} kills fell before the end.`);
    if (over === null) say(`${watch.left} rows are left after ${seconds(watch.tookMs)}.`);

    if (options.plant !== null) {
      const line = { ...spareLine(options.seed), number: FIRST_NUMBER, wanted: true };
      const spare = { email: line.email, send: () => importOneInVain(bystander, line) };
      const planted = { database, sandboxUrl, rng: new Rng(options.seed), spare };
      say(`Planted on purpose: ${await plant(options.plant, planted)}.`);
    }
    const settled = async () => {
      const open = (await openAttempts(database)).length > 0 || (await batchState(database, id)) !== 'done';
      return open ? null : true;
    };
    if ((await lookFor(settled, SETTLED_WITHIN_MS, 200)) === null)
      say(`Not all was settled after ${seconds(SETTLED_WITHIN_MS)} of calm.`);
    const verdict = compareRows({
      ...(await readAccounts(database, sandboxUrl, before)),
      batchState: (await batchState(database, id)) ?? 'gone',
      lines: lines.map(({ number }) => number),
      rows: await rowsOf(database, id, lines),
      created: (await createsCarriedOut(sandboxUrl)) - createdBefore,
    });
    return { ...verdict, kills };
  } finally {
    desk.close();
    await database.close();
  }
}

const spareLine = (seed: number) => ({
  email: `spare.${seed}@northwind.example`,
  displayName: 'The spare one',
  purpose: 'Chaos, planted',
});

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
