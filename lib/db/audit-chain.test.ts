import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GENESIS } from './audit-chain';
import { parseLine } from './export-audit';
import { verifyExport } from './verify-audit';

const documented = readFileSync('docs/audit.md', 'utf8').match(/```json\n(.*)\n```/)?.[1] ?? '';

describe('the entry in docs/audit.md', () => {
  test('is one, with the hashes that the code computes', async () => {
    const report = await verifyExport([documented]);
    expect(report).toMatchObject({ ok: true, entries: 1, erased: 0, last: { sequence: 1 } });
    expect(parseLine(documented)?.entry.previousHash).toBe(GENESIS);
  });

  test('is not one any more with any value changed', async () => {
    for (const [from, to] of [
      ['invitation.sent', 'invitation.seen'],
      ['10:00:00.000Z', '10:00:00.001Z'],
      ['dir-partners', 'dir-other'],
      ['req-19c2', 'req-19c3'],
      ['Hanna', 'Anna'],
      ['Audit of', 'Fun with'],
      ['2222', '2223'],
      ['"sequence":1', '"sequence":2'],
    ] as const) {
      expect((await verifyExport([documented.replace(from, to)])).ok).toBe(false);
    }
  });

  test('keeps its place in the chain when a person is erased, which is a problem only without a record', async () => {
    const { personal, ...entry } = JSON.parse(documented);
    const { target: _target, ...rest } = personal;
    const report = await verifyExport([JSON.stringify({ ...entry, personal: rest })]);
    expect(report.problems).toMatchObject([{ sequence: 1, what: 'person-missing' }]);
  });
});

test.each(['', '{}', 'null', '[1]', '{"sequence":"1"}', documented.replace(/"hash":"[0-9a-f]+"/, '"hash":"XYZ"')])(
  'a line that is no entry is told as such: %s',
  (line) => expect(parseLine(line)).toBeNull(),
);
