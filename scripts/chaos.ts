/**
 * `npm run chaos`: the built app against a tenant that drops, delays and refuses, killed at random moments; at the end the
 * tenant's, the ledger's and the audit's account of it are compared.
 */
import { randomInt } from 'node:crypto';
import { chaosOptions } from './chaos/options';
import { runChaos } from './chaos/run';
import { DEADLINE_MS, SETTLE_SECONDS } from './chaos/storm';
import { ensureBuilt } from './lib/build';
import { main } from './lib/run';
import { appSecrets } from './lib/secrets';
import { startStack } from './lib/stack';

main(async (end) => {
  const options = chaosOptions(process.argv.slice(2), () => randomInt(1, 1_000_000));
  const { seed, kills, invitations, plant } = options;
  console.log(
    `Seed ${seed}: the plan and the order of draws repeat with it; which call meets which fault and where a kill falls within a millisecond do not.`,
  );
  await ensureBuilt(appSecrets(), end);
  const name = plant === null ? 'chaos' : `chaos-${plant}`;
  const stack = await startStack({
    name,
    env: {
      USHER_SETTLE_SECONDS: String(SETTLE_SECONDS),
      USHER_UPSTREAM_DEADLINE_MS: String(DEADLINE_MS),
      USHER_INVITES_PER_MINUTE: '1000000',
    },
    signal: end,
  });
  try {
    const { findings, lost, doubled, unattributed, stuck } = await runChaos(stack, name, options, (line) =>
      console.log(line),
    );
    for (const finding of findings) console.log(finding);
    console.log(
      `chaos seed=${seed} kills=${kills} invitations=${invitations} lost=${lost} doubled=${doubled} unattributed=${unattributed} stuck=${stuck}`,
    );
    return findings.length === 0 ? 0 : 1;
  } finally {
    await stack.close();
  }
});
