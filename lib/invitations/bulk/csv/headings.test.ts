import { describe, expect, it } from 'vitest';
import type { ColumnField } from '../batch';
import { guessMapping, isHeader } from './headings';

describe('headings', () => {
  it.each<[string[], (ColumnField | null)[]]>([
    [
      ['Email', 'Name', 'Directory', 'Roles', 'Sponsor', 'Purpose', 'Ticket'],
      ['email', 'displayName', 'directoryId', 'roleIds', 'sponsorUserId', 'purpose', 'ticket'],
    ],
    [
      ['E-Mail', 'Full name', 'Manager', 'Reason', 'Ticket no.'],
      ['email', 'displayName', 'sponsorUserId', 'purpose', 'ticket'],
    ],
    [
      ['MAIL ADDRESS', 'given_name', 'surname', 'Business  Justification'],
      ['email', 'firstName', 'lastName', 'purpose'],
    ],
    [
      ['id', 'emailAddress', 'Full-Name:', 'Access'],
      [null, 'email', 'displayName', 'roleIds'],
    ],
    // The clearest of several, each field once.
    [
      ['Manager', 'Sponsor', 'Contact', 'Work email', 'Email', 'Name'],
      [null, 'sponsorUserId', null, null, 'email', 'displayName'],
    ],
    // As the CSV of failed rows ends.
    [
      ['Email', 'Name', 'Error', 'What to do'],
      ['email', 'displayName', null, null],
    ],
    [
      ['Team', 'Color'],
      [null, null],
    ],
  ])('%j', (header, mapping) => expect(guessMapping(header, [])).toEqual(mapping));

  it('an address that no heading names is found by what stands below', () =>
    expect(
      guessMapping(
        ['Who', 'Where'],
        [
          ['Ada', 'ada@acme.example'],
          ['Bob', ''],
        ],
      ),
    ).toEqual([null, 'email']));

  it('without a header, addresses and names are found by what they look like', () => {
    const rows = [
      ['1', 'Ada Lovelace', 'ada@acme.example', 'boss@acme.example'],
      ['2', 'O’Neil, Mary-Jane', 'mj@acme.example', ''],
    ];
    expect(guessMapping([], rows)).toEqual([null, 'displayName', 'email', null]);
  });

  it('a first row that holds an address is no header', () => {
    expect(isHeader(['Email', 'Name'])).toBe(true);
    expect(isHeader(['Ada', 'Ada <ada@acme.example>'])).toBe(false);
  });
});
