import { describe, expect, it } from 'vitest';
import type { ColumnField, RowField } from '../batch';
import { columnsFor, type Lists, readCell, readRow, textFor } from './cells';
import { MAX_CELL } from './limits';
import { indexOf } from './named';

const lists: Lists = {
  directories: indexOf([
    { id: 'dir-1', names: ['Acme Partners'] },
    { id: 'dir-2', names: ['Acme Staff'] },
  ]),
  roles: indexOf([
    { id: 'role-1', names: ['Basic User', 'basic'] },
    { id: 'role-2', names: ['Finance, read only'] },
    { id: 'role-3', names: ['Auditor'] },
    { id: 'role-4', names: ['Twin'] },
    { id: 'role-5', names: ['Twin'] },
  ]),
  sponsors: indexOf([
    { id: 'u1', names: ['Ana Ruiz', 'ana.ruiz@acme.example'] },
    { id: 'u2', names: ['Sam Lee', 'sam.lee@acme.example'] },
    { id: 'u3', names: ['Sam Lee', 'sam.lee2@acme.example'] },
  ]),
};
const read = (field: RowField, text: string) => readCell(field, text, lists);
const value = (field: RowField, text: string) => {
  const cell = read(field, text);
  expect(cell.problem).toBeNull();
  return cell.value;
};

describe('a cell', () => {
  it.each<[RowField, string, unknown]>([
    ['email', ' Ada.Lovelace@ACME.example ', 'Ada.Lovelace@acme.example'],
    ['email', 'Ada Lovelace <ada@acme.example>', 'ada@acme.example'],
    ['displayName', '  Ada \t Lovelace ', 'Ada Lovelace'],
    ['directoryId', 'acme  partners', 'dir-1'],
    ['directoryId', 'dir-2', 'dir-2'],
    ['directoryId', ' ', null],
    ['sponsorUserId', 'ANA.RUIZ@acme.example', 'u1'],
    ['sponsorUserId', 'ana ruiz', 'u1'],
    ['sponsorUserId', 'u3', 'u3'],
    ['roleIds', 'basic user', ['role-1']],
    ['roleIds', 'Basic User; Auditor', ['role-1', 'role-3']],
    ['roleIds', 'role-3|basic|', ['role-3', 'role-1']],
    ['roleIds', 'Auditor, Basic User, auditor', ['role-3', 'role-1']],
    ['roleIds', 'Finance, read only; Auditor', ['role-2', 'role-3']],
    ['roleIds', ';', null],
    ['purpose', '', null],
    ['purpose', 'one\r\ntwo', 'one\ntwo'],
    ['ticket', ' CHG-1 ', 'CHG-1'],
  ])('%s: %j', (field, text, is) => expect(value(field, text)).toEqual(is));

  it.each<[RowField, string, string]>([
    ['email', 'ada', 'Enter a whole address'],
    ['email', '', 'Enter an email address.'],
    ['displayName', '', 'Enter the name'],
    ['displayName', 'x'.repeat(300), 'at most 200'],
    ['directoryId', 'Acme Partnrs', 'Did you mean “Acme Partners”?'],
    ['directoryId', 'Nowhere', 'Choose one.'],
    ['sponsorUserId', 'Sam Lee', '2 people are called “Sam Lee”: write the address'],
    ['sponsorUserId', 'Nobody Atall', 'Choose somebody.'],
    ['roleIds', 'Auditr; Basic User', 'There is no role “Auditr” that you may grant. Did you mean “Auditor”?'],
    ['roleIds', 'Twin', '2 roles are called “Twin”: write the id'],
    ['purpose', 'a\u202eb', 'invisible character'],
    ['purpose', 'x'.repeat(MAX_CELL + 1), 'This cell is too long'],
    ['ticket', 'Zo\ufffd', 'could not be read'],
  ])('%s: %j says what is wrong and keeps what was written', (field, text, problem) => {
    const cell = read(field, text);
    expect(cell.problem).toContain(problem);
    expect(cell.given).toBe(text);
  });
});

describe('a row', () => {
  const mapping: (ColumnField | null)[] = ['lastName', 'firstName', 'email', null, 'roleIds'];

  it('has its name from two parts, as one says them', () => {
    expect(textFor('displayName', mapping, ['Lovelace', 'Ada', 'ada@acme.example'])).toBe('Ada Lovelace');
    expect(columnsFor('displayName', mapping)).toEqual([1, 0]);
  });

  it('has its name from the address where it has none', () => {
    expect(textFor('displayName', ['email'], ['Ada Byron <ada@acme.example>'])).toBe('Ada Byron');
    expect(textFor('displayName', ['email'], ['ada.lovelace@acme.example'])).toBe('Ada Lovelace');
    expect(columnsFor('displayName', ['email'])).toEqual([0]);
  });

  it('keeps what cannot be read beside what can', () => {
    const cells = ['Lovelace', 'Ada', 'ada', 'x', 'Auditor; Nothing'];
    expect(readRow({ cells, problem: 'It is short.' }, mapping, read)).toEqual({
      content: {
        email: 'ada',
        displayName: 'Ada Lovelace',
        directoryId: null,
        roleIds: null,
        sponsorUserId: null,
        purpose: null,
        ticket: null,
      },
      given: { email: 'ada', roleIds: 'Auditor; Nothing' },
      problems: {
        row: 'It is short.',
        email: expect.stringContaining('whole address'),
        roleIds: expect.stringContaining('“Nothing”'),
      },
    });
  });
});
