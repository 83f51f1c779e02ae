import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { openDatabase } from '@/lib/db/connection';
import { erasePerson, type Whom } from '@/lib/db/erase';
import { parseEmail } from '@/lib/invitations/email';
import { runCommand } from './postgres/command';

const HELP = `npm run audit:erase -- --email ADDRESS      somebody who was invited
npm run audit:erase -- --subject SUBJECT    somebody who used Usher, by the identity provider's subject
  --yes    do it; without it the command only counts
Erase in ConductorOne first: what Usher reads there comes back with the next sync.`;

const { values } = parseArgs({
  options: { email: { type: 'string' }, subject: { type: 'string' }, yes: { type: 'boolean', default: false } },
});

function whom({ email, subject }: { email?: string; subject?: string }): Whom {
  if (subject !== undefined) return { subject };
  const parsed = parseEmail(email ?? '');
  if (!parsed.ok) throw new Error(`${email} is not an email address.`);
  return { emailKey: parsed.key };
}

/** The person at this machine, as far as it is known here; the audit says that it was done from a shell. */
const actor = () => ({
  subject: `shell:${userInfo().username}`,
  name: userInfo().username,
  email: '',
  role: 'operator',
});

/** `npm run audit:erase`: takes a person out of audit and ledger, and leaves the chain whole. */
async function main(): Promise<void> {
  // One of them, not both.
  if ((values.email === undefined) === (values.subject === undefined)) {
    console.log(HELP);
    process.exitCode = 1;
    return;
  }
  await runCommand('npm run audit:erase', { shared: true }, async ({ url, where }) => {
    const { db, close } = openDatabase(url, { applicationName: 'usher audit:erase', statementTimeoutMs: 120_000 });
    try {
      const by = { actor: actor(), requestId: randomUUID() };
      const { parts, invitations, attempts, requests, deliveries, rows } = await erasePerson(db, whom(values), by, {
        dryRun: !values.yes,
      });
      const what = `${parts} parts of audit entries, ${invitations} invitations, ${attempts} attempts, ${requests} requests, ${deliveries} mails and webhook events, ${rows} rows of imports`;
      console.log(
        values.yes
          ? `Erased in ${where}: ${what}. The audit says so.`
          : `In ${where} this would erase ${what}. Add --yes to do it.`,
      );
    } finally {
      await close();
    }
  });
}

await main();
