import { migrateDatabase, migratedInWords } from '@/lib/db/migrate';
import { runCommand } from './postgres/command';

/** `npm run db:migrate`: brings the database to what this version of Usher knows. The app does the same when it starts. */
await runCommand('npm run db:migrate', { shared: true }, async ({ url, where }) => {
  console.log(`In ${where}: ${migratedInWords(await migrateDatabase(url))}`);
});
