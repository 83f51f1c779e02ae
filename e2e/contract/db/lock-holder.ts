import { openDatabase } from '@/lib/db/connection';
import { exclusively } from '@/lib/db/exclusively';

/** A process of its own that holds a lock until it is killed; says so in one line. */
const [url = '', name = ''] = process.argv.slice(2);
await exclusively(
  openDatabase(url),
  name,
  () => {
    console.log('held');
    return new Promise<never>(() => undefined);
  },
  { silentMs: 2_000 },
);
