import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { rowsIn } from '@/lib/db/backup-format';
import { restoreDatabase } from '@/lib/db/restore';
import { runCommand } from './postgres/command';

/**
 * `npm run db:restore -- FILE`: a backup into an empty database; with DATABASE_URL this is the move to a server. Not while an
 * Usher runs on the embedded one.
 */
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Say from where: npm run db:restore -- FILE');
  process.exitCode = 1;
} else {
  await runCommand('npm run db:restore', { shared: false }, async ({ url, where }) => {
    const { username } = userInfo();
    const actor = { subject: `shell:${username}`, name: username, email: '', role: 'operator' };
    const header = await restoreDatabase(url, file, { actor, requestId: randomUUID() });
    console.log(
      `Restored into ${where}: ${rowsIn(header, 'invitation')} invitations and ${rowsIn(header, 'audit')} audit entries, as of ${header.at}.`,
    );
    console.log('Nothing is sent until every open attempt is settled and an administrator says go.');
    console.log(
      'If this replaces a database that went on after the backup, move .usher/audit-checkpoints.jsonl aside: docs/database.md.',
    );
  });
}
