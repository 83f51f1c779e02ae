import type { Stack } from '../../lib/stack';
import type { Row } from '../row';
import { changeRows } from './changes';
import { type Importer, importer } from './imports';
import { largeRows } from './large';
import { planningRows } from './planning';
import { singleRows } from './singles';
import { throughputRows } from './throughput';
import { unlimitedRows } from './unlimited';

/** In this order: the first makes a large tenant and its copy, beside which the others are measured. */
const PARTS: Record<string, (stack: Stack, importer: Importer) => Promise<Row[]>> = {
  plan: planningRows,
  throughput: throughputRows,
  changes: changeRows,
  singles: singleRows,
  unlimited: unlimitedRows,
  large: largeRows,
};

export const BULK_PARTS: readonly string[] = Object.keys(PARTS);

/** The measurements of many at once; one of them alone, where it is named. */
export const bulkBenches = (only: string | undefined): ((stack: Stack) => Promise<Row[]>)[] =>
  Object.entries(PARTS)
    .filter(([name]) => only === undefined || name === only)
    .map(([, part]) => async (stack) => {
      const who = await importer(stack);
      try {
        return await part(stack, who);
      } finally {
        await who.close();
      }
    });
