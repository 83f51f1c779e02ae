/**
 * `npm run chaos`: the built app against a tenant that drops, delays and refuses, killed at random moments; at the end the
 * tenant's, the ledger's and the audit's account of it are compared. With `-- --bulk` it is one import of many rows, on two
 * replicas that are killed in turns, and every row is compared too.
 */
import { randomInt } from 'node:crypto';
import { runBulkChaos } from './chaos/bulk/run-bulk';
import { twoApps } from './chaos/bulk/two-apps';
import { type ChaosOptions, chaosOptions } from './chaos/options';
import { runChaos } from './chaos/run';
import { DEADLINE_MS, SETTLE_SECONDS } from './chaos/storm';
import { ensureBuilt } from './lib/build';
import { main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { type StackOptions, startStack } from './lib/stack';

main(async (end) => {
  const options = chaosOptions(process.argv.slice(2), () => randomInt(1, 1_000_000));
  const { seed, invitations, plant } = options;
  console.log(
    `Seed ${seed}: the plan and the order of draws repeat with it; which call meets which fault and where a kill falls within a millisecond do not.`,
  );
  await ensureBuilt(appSecrets(), end);
  const name = ['chaos', ...(options.bulk ? ['bulk'] : []), ...(plant === null ? [] : [plant])].join('-');
  const field: StackOptions = {
    name,
    env: {
      USHER_SETTLE_SECONDS: String(SETTLE_SECONDS),
      USHER_UPSTREAM_DEADLINE_MS: String(DEADLINE_MS),
      USHER_INVITES_PER_MINUTE: '1000000',
    },
    signal: end,
  };
  const { findings, kills, lost, doubled, unattributed, stuck } = await (options.bulk
    ? inBulk(field, options)
    : oneByOne(field, options));
  for (const finding of findings) console.log(finding);
  console.log(
    `chaos seed=${seed} kills=${kills} invitations=${invitations} lost=${lost} doubled=${doubled} unattributed=${unattributed} stuck=${stuck}`,
  );
  return findings.length === 0 ? 0 : 1;
});

const say = (line: string): void => console.log(line);

async function oneByOne(field: StackOptions, options: ChaosOptions) {
  const stack = await startStack(field);
  try {
    return await runChaos(stack, field.name, options, say);
  } finally {
    await stack.close();
  }
}

async function inBulk(field: StackOptions, options: ChaosOptions) {
  const two = await twoApps(field);
  try {
    return await runBulkChaos(two, options, say);
  } finally {
    await two.close();
  }
}
