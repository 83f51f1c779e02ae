import { backupDatabase } from '@/lib/db/backup';
import { rowsIn } from '@/lib/db/backup-format';
import { runCommand } from './postgres/command';

/** `npm run db:backup -- FILE`: everything that Usher keeps, as it is now, in one file. Usher may be running. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Say where to: npm run db:backup -- FILE');
  process.exitCode = 1;
} else {
  await runCommand('npm run db:backup', { shared: true }, async ({ url, where }) => {
    const header = await backupDatabase(url, file);
    console.log(
      `${file} holds ${where}: ${rowsIn(header, 'invitation')} invitations, ${rowsIn(header, 'audit')} audit entries.`,
    );
    console.log(
      'It names persons, and holds no password. Keep it where only you can read it, with .usher/audit-key.pem apart.',
    );
  });
}
