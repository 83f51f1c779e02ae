import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { importTemplate, templateSchema } from '@/lib/invitations/bulk/import-template';
import { download } from '@/lib/stream';

/** A CSV file to fill in, with two lines that show how. */
export async function GET(): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'batch.manage', schema: templateSchema, verb: importTemplate },
    {},
  );
  if (!performed.ok) return jsonAnswer(performed, 'template', systemClock.now());
  return download(performed.value, { name: 'usher-import.csv', type: 'text/csv' });
}
