import { emailKey } from '@/lib/invitations/email';
import { grouped } from '../../lib/grouped';
import { compare, type Found, OPEN, type Verdict } from '../compare';

/** A row of the batch as the database has it, beside what its line in the file asked for. */
export type RowFound = {
  number: number;
  email: string;
  /** By the file: somebody has to be invited by this row. */
  wanted: boolean;
  state: string;
  class: string;
  invitationId: string | null;
  failureCode: string | null;
};

export type BulkFound = Omit<Found, 'told'> & {
  batchState: string;
  /** The numbers that the file's lines have. */
  lines: number[];
  rows: RowFound[];
  /** Creates that the tenant carried out, by its own counter. */
  created: number;
};

const FINAL = new Set(['done', 'asked', 'failed', 'skipped', 'cancelled']);

/** Compares the tenant's, the ledger's and the audit's account as ever, and each row's outcome with all of them. */
export function compareRows(found: BulkFound): Verdict {
  const base = compare({ ...found, told: [] });
  const lost = [...missingRows(found), ...notThere(found)];
  const doubled = sharedInvitations(found);
  const unattributed = withoutRow(found);
  const stuck = stillOpen(found);
  return {
    lost: base.lost + lost.length,
    doubled: base.doubled + doubled.length,
    unattributed: base.unattributed + unattributed.length,
    stuck: base.stuck + stuck.length,
    findings: [...base.findings, ...lost, ...doubled, ...unattributed, ...stuck, ...untrue(found)],
  };
}

/** Rows in = rows accounted for. */
function missingRows({ lines, rows }: BulkFound): string[] {
  const there = new Set(rows.map(({ number }) => number));
  return lines.filter((number) => !there.has(number)).map((number) => `lost: line ${number} of the file is no row`);
}

/** Said to be done, and the ledger has no such invitation for this person. What it has and upstream has not is `compare`'s. */
function notThere({ rows, ledger }: BulkFound): string[] {
  const byId = new Map(ledger.map((record) => [record.id, record]));
  return rows
    .filter(({ state }) => state === 'done')
    .filter(({ invitationId, email }) => {
      const record = byId.get(invitationId ?? '');
      return record === undefined || record.upstreamId === null || emailKey(record.email) !== emailKey(email);
    })
    .map(({ number, email }) => `lost: row ${number} for ${email} is “done”, and there is no invitation behind it`);
}

function sharedInvitations({ rows }: BulkFound): string[] {
  const named = rows.filter(({ invitationId }) => invitationId !== null);
  return [...grouped(named, ({ invitationId }) => invitationId)].flatMap(([id, [first, ...others]]) =>
    others.map(({ number }) => `doubled: rows ${first?.number} and ${number} are both invitation ${id}`),
  );
}

/** In the ledger, and no row of the batch says so. What the ledger does not know either is `compare`'s. */
function withoutRow({ upstream, ledger, rows }: BulkFound): string[] {
  const named = new Set(rows.map(({ invitationId }) => invitationId));
  const byUpstreamId = new Map(ledger.map((record) => [record.upstreamId, record.id]));
  return upstream
    .filter(({ id }) => {
      const record = byUpstreamId.get(id);
      return record !== undefined && !named.has(record);
    })
    .map(({ id, email }) => `unattributed: ${id} for ${email} is in the ledger, and no row stands behind it`);
}

/** Rows with something still to come, unless it is their invitation that `compare` has found open. */
function stillOpen({ rows, ledger, batchState }: BulkFound): string[] {
  const open = new Set(ledger.filter(({ state }) => OPEN.has(state)).map(({ id }) => id));
  const waiting = rows
    .filter(({ state, invitationId }) => !FINAL.has(state) && !open.has(invitationId ?? ''))
    .map(({ number, email, state }) => `stuck: row ${number} for ${email} is “${state}”`);
  const over = rows.every(({ state }) => FINAL.has(state));
  return over && batchState !== 'done'
    ? [...waiting, `stuck: every row is over, and the batch is “${batchState}”`]
    : waiting;
}

/** What a row says against what the tenant holds; and what every row of this file should have come to. */
function untrue({ upstream, ledger, rows, created }: BulkFound): string[] {
  const records = new Map(ledger.map((record) => [record.id, record]));
  const there = new Map(upstream.map(({ id, email }) => [id, emailKey(email)]));
  const done = new Set(rows.filter(({ state }) => state === 'done').map(({ email }) => emailKey(email)));
  const held = new Set(there.values());
  return [
    ...rows
      .filter(({ wanted, state }) => wanted && FINAL.has(state) && state !== 'done')
      .map(
        ({ number, email, state, class: is, failureCode }) =>
          `refused: row ${number} for ${email} is “${state}” (${failureCode ?? is}), and nothing spoke against it`,
      ),
    ...rows
      .filter(({ wanted, state }) => !wanted && state === 'done')
      .map(({ number, email }) => `untrue: row ${number} (${email}) was to be left out, and is “done”`),
    ...rows
      .filter(({ state, email }) => FINAL.has(state) && state !== 'done' && !done.has(emailKey(email)))
      .filter(({ email }) => held.has(emailKey(email)))
      .map(({ number, email, state }) => `untrue: row ${number} is “${state}”, and upstream has ${email}`),
    ...rows
      .filter(({ state, invitationId, email }) => {
        const id = records.get(invitationId ?? '')?.upstreamId;
        return state === 'done' && id != null && there.get(id) !== undefined && there.get(id) !== emailKey(email);
      })
      .map(({ number, email }) => `untrue: row ${number} for ${email} is somebody else’s invitation upstream`),
    ...(created === upstream.length
      ? []
      : [`untrue: the tenant carried out ${created} creates, and holds ${upstream.length} new invitations`]),
  ];
}
