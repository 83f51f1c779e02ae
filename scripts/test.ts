/**
 * `npm test`: everything that says whether Usher is fit, one step after the other, in one summary.
 * `npm test -- unit contract` runs parts; `npm test -- --list` names them.
 */
import { main } from './lib/run';
import { type Outcome, runStep } from './test/run-step';
import { STEPS } from './test/steps';
import { summary } from './test/summary';

main(async (end) => {
  const wanted = process.argv.slice(2);
  if (wanted.includes('--list')) {
    for (const { name, what } of STEPS) console.log(`${name.padEnd(10)}${what}`);
    return 0;
  }
  const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) throw new Error(`There is no part “${unknown[0]}”. npm test -- --list names them.`);

  const outcomes: Outcome[] = [];
  for (const step of STEPS) {
    if (wanted.length > 0 && !wanted.includes(step.name)) continue;
    end.throwIfAborted();
    const broken = (step.needs ?? []).find((name) => outcomes.some((each) => each.name === name && each.failed > 0));
    if (broken === undefined) outcomes.push(await runStep(step, end));
    else outcomes.push({ name: step.name, passed: 0, failed: 1, ms: 0, note: `not run, because ${broken} failed` });
  }
  console.log(summary(outcomes));
  return outcomes.every(({ failed }) => failed === 0) ? 0 : 1;
});
