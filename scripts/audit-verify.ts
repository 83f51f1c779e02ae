import { createPublicKey } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { checkpointKey, type PublicKeys, publicHalf, readCheckpoints } from '@/lib/db/checkpoints';
import { openDatabase } from '@/lib/db/connection';
import { type AuditReport, verifyAudit, verifyExport } from '@/lib/db/verify-audit';
import { commandVars, runCommand, type Vars } from './postgres/command';

const HELP = `npm run audit:verify                       the database, and the checkpoints that this Usher wrote
npm run audit:verify -- --export FILE      an exported audit (JSON Lines), without any database
  --checkpoints FILE    another file of checkpoints
  --public-key FILE     the public half of the key that signed them`;

/** How many problems are printed; the rest is counted. */
const SHOWN = 50;

const { values } = parseArgs({
  options: {
    export: { type: 'string' },
    checkpoints: { type: 'string' },
    'public-key': { type: 'string' },
    help: { type: 'boolean' },
  },
});

function evidence(vars: Vars) {
  const file = values.checkpoints ?? vars.USHER_AUDIT_CHECKPOINTS ?? '.usher/audit-checkpoints.jsonl';
  if (values.checkpoints !== undefined && !existsSync(file)) throw new Error(`There is no file ${file}.`);
  return { checkpoints: readCheckpoints(file), keys: publicKeys(vars) };
}

function publicKeys(vars: Vars): PublicKeys {
  const keyFile = vars.USHER_AUDIT_KEY_FILE ?? '.usher/audit-key.pem';
  if (values['public-key'] !== undefined) return [createPublicKey(readFileSync(values['public-key']))];
  if (vars.USHER_AUDIT_KEY !== undefined)
    return [createPublicKey(checkpointKey({ pem: vars.USHER_AUDIT_KEY, file: keyFile }))];
  return existsSync(publicHalf(keyFile)) ? [createPublicKey(readFileSync(publicHalf(keyFile)))] : [];
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

function print(report: AuditReport, what: string): void {
  const erased = report.erased === 0 ? '' : ` ${report.erased} parts about persons were erased, as recorded.`;
  if (report.ok) {
    const signed =
      report.checkpoints === 0
        ? 'There are no checkpoints, so that a cut end could not be seen.'
        : `${count(report.checkpoints, 'checkpoint agrees', 'checkpoints agree')}.`;
    console.log(
      `${what}: ${count(report.entries, 'entry', 'entries')}, whole and unchanged, up to ${report.last.hash}. ${signed}${erased}`,
    );
    return;
  }
  console.log(
    `${what}: ${count(report.entries, 'entry', 'entries')}, ${count(report.problems.length, 'problem', 'problems')}.${erased}`,
  );
  for (const { sequence, message } of report.problems.slice(0, SHOWN)) console.log(`  ${sequence ?? '–'}  ${message}`);
  if (report.problems.length > SHOWN) console.log(`  … and ${report.problems.length - SHOWN} more.`);
  process.exitCode = 1;
}

/** `npm run audit:verify`: whether the audit is what was written. Exit code 1 when it is not. */
if (values.help) {
  console.log(HELP);
} else if (values.export !== undefined) {
  try {
    const lines = createInterface({ input: createReadStream(values.export), crlfDelay: Number.POSITIVE_INFINITY });
    print(await verifyExport(lines, evidence(commandVars())), values.export);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} else {
  await runCommand('npm run audit:verify', { shared: true }, async ({ url, where }, vars) => {
    const { db, close } = openDatabase(url, { applicationName: 'usher audit:verify', statementTimeoutMs: 120_000 });
    try {
      print(await verifyAudit(db, evidence(vars)), `The audit in ${where}`);
    } finally {
      await close();
    }
  });
}
