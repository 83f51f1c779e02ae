import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { openDatabase } from '@/lib/db/connection';
import { releaseSending } from '@/lib/db/installation';
import { inTransaction } from '@/lib/db/transaction';
import { runCommand } from './postgres/command';

/**
 * `npm run db:release`: an administrator's go for a restored, moved or copied database. Refused while an attempt is open: a
 * running Usher settles them by reading the upstream.
 */
await runCommand('npm run db:release', { shared: true }, async ({ url, where }) => {
  const { username } = userInfo();
  const actor = { subject: `shell:${username}`, name: username, email: '', role: 'operator' };
  const database = openDatabase(url, { max: 1, applicationName: 'usher release' });
  try {
    const release = await inTransaction(database.db, (tx) => releaseSending(tx, { actor, requestId: randomUUID() }));
    switch (release.outcome) {
      case 'released':
        console.log(`Released: ${where} sends again. The audit says that ${username} said so.`);
        break;
      case 'not-stopped':
        console.log(`Nothing to release: ${where} is not stopped.`);
        break;
      case 'unsettled':
        console.error(
          `Not released: ${release.attempts} attempts are still open. Start Usher and let it settle them; then try again.`,
        );
        process.exitCode = 1;
    }
  } finally {
    await database.close();
  }
});
