import { describe, expect, it } from 'vitest';
import type { ColumnField, RowContent, RowField } from '../batch';
import { readCell } from './cells';
import { guessMapping } from './headings';
import { indexOf } from './named';
import { ADDED, cellsNow, HEADINGS, layoutOf } from './own-columns';

const lists = {
  directories: indexOf([{ id: 'd1', names: ['Partners'] }]),
  roles: indexOf([
    { id: 'r1', names: ['Basic'] },
    { id: 'r2', names: ['Auditor'] },
  ]),
  sponsors: indexOf([{ id: 'u1', names: ['Ana Ruiz', 'ana@acme.example'] }]),
};
const NAMES: Record<string, string> = { d1: 'Partners', r1: 'Basic', r2: 'Auditor', u1: 'Ana Ruiz' };
const now = (cells: string[], content: Partial<RowContent>, mapping: ColumnField[], given = {}): string[] =>
  cellsNow(
    {
      cells,
      given,
      content: {
        email: 'ada@acme.example',
        displayName: 'Ada Lovelace',
        directoryId: null,
        roleIds: null,
        sponsorUserId: null,
        purpose: null,
        ticket: null,
        ...content,
      },
    },
    mapping,
    (field, text) => readCell(field, text, lists),
    (_field, value) =>
      [value]
        .flat()
        .map((each) => NAMES[each] ?? each)
        .join('; '),
  );

describe('the columns of a file that is written again', () => {
  it('are its own, without what was added when it was written before', () => {
    const header = ['E-Mail', 'Team', ...ADDED];
    expect(layoutOf({ header, mapping: ['email', null, null, null] }, new Set())).toEqual({
      header: ['E-Mail', 'Team'],
      mapping: ['email', null],
    });
  });

  it('have headings where the file had none, and one more for what only the rows hold', () => {
    const own = new Set<RowField>(['email', 'purpose']);
    expect(layoutOf({ header: [], mapping: [null, 'email'] }, own)).toEqual({
      header: ['Column 1', 'Email', 'Purpose'],
      mapping: [null, 'email', 'purpose'],
    });
  });

  it('are found again by their headings', () => {
    const { header, mapping } = layoutOf({ header: [], mapping: [] }, new Set());
    expect(guessMapping([...header, ...ADDED], [])).toEqual([...mapping, null, null]);
    expect(guessMapping(Object.values(HEADINGS), [])).toEqual(Object.keys(HEADINGS));
  });
});

describe('a row that is written again', () => {
  const mapping: ColumnField[] = ['email', 'displayName', 'roleIds', 'sponsorUserId'];

  it('stays as it was written where that means what it holds', () => {
    const cells = ['Ada <ada@ACME.example>', ' Ada  Lovelace', 'auditor,basic', 'ANA@acme.example'];
    expect(now(cells, { roleIds: ['r2', 'r1'], sponsorUserId: 'u1' }, mapping)).toEqual(cells);
  });

  it('is what somebody made of it, in words', () => {
    const cells = ['ada@acme', 'Ada', 'auditr', 'Anna'];
    expect(now(cells, { roleIds: ['r1', 'r2'], sponsorUserId: 'u1' }, mapping)).toEqual([
      'ada@acme.example',
      'Ada Lovelace',
      'Basic; Auditor',
      'Ana Ruiz',
    ]);
  });

  it('keeps what nobody could read, as it was written last', () => {
    const cells = ['ada@acme.example', 'Ada Lovelace', 'auditr', 'Anna'];
    expect(now(cells, {}, mapping, { roleIds: 'audtor', sponsorUserId: 'Anna' })).toEqual([
      'ada@acme.example',
      'Ada Lovelace',
      'audtor',
      'Anna',
    ]);
  });

  it('has room for a mended name where the file had two columns for it, or none', () => {
    expect(now(['ada@acme.example', 'Lovelace', 'Adda'], {}, ['email', 'lastName', 'firstName'])).toEqual([
      'ada@acme.example',
      '',
      'Ada Lovelace',
    ]);
    expect(now(['ada@acme.example'], {}, ['email'])).toEqual(['Ada Lovelace <ada@acme.example>']);
  });
});
