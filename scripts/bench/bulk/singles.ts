import { answerOf, nextAfter } from '../../chaos/answers';
import { formOf, type PostedForm, postAsScript } from '../../lib/posted-form';
import type { Stack } from '../../lib/stack';
import { checked } from '../create';
import { timed } from '../measure';
import { percentile, type Row, row } from '../row';
import { setLatency } from '../upstream';
import { fileOf, type Importer } from './imports';
import { LATENCY_MS, PER_SECOND, setLimit } from './throughput';

const SINGLES = 100;
/** Long enough for as many singles meanwhile. */
const ROWS = 2_000;
const MOST_TIMES = 1.5;

/** Single invitations while an import runs, beside the same ones while nothing else does. */
export async function singleRows(stack: Stack, importer: Importer): Promise<Row[]> {
  await setLatency(stack, LATENCY_MS);
  await setLimit(stack, PER_SECOND, 1);
  const id = await importer.ready(fileOf(ROWS));
  const form = await formOf(stack.appUrl, 'maya-chen');
  await some(stack, form, 10);
  const idle = await some(stack, form, SINGLES);
  await importer.confirm(id);
  const busy = await some(stack, form, SINGLES);
  form.session.close();
  await setLimit(stack, null, null);
  await importer.over(id);
  const rows = [0.5, 0.95].map((share) => {
    const reference = percentile(idle, share);
    const bar = share === 0.95 ? { bar: reference * MOST_TIMES } : {};
    return row(`single invitation during a run, p${share * 100}`, percentile(busy, share), 'ms', { reference, ...bar });
  });
  return rows;
}

/** One after another; each counts until it is sent, however often it has to be asked for. */
async function some(stack: Stack, form: PostedForm, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const fields = { email: `single.${crypto.randomUUID()}@northwind.example`, submissionKey: crypto.randomUUID() };
    await checked(stack, form, fields.email);
    times.push(await timed(() => sent(stack, form, fields)));
  }
  return times;
}

async function sent(stack: Stack, form: PostedForm, fields: Record<string, string>): Promise<void> {
  for (;;) {
    const answer = answerOf(await postAsScript(stack.appUrl, form, { fields }));
    if (answer.kind === 'sent') return;
    if (nextAfter(answer) === 'done') throw new Error(`A single invitation ended as ${JSON.stringify(answer)}.`);
  }
}
