import { facts } from './letter';
import { listed, type Said, said, strong } from './text';

export type Party = { name: string; email: string };

/** What was asked for, as the approver and the requester read it. */
export type RequestFacts = {
  id: string;
  requester: Party;
  guest: Party;
  directory: string;
  /** Names, not ids. */
  roles: readonly string[];
  purpose: string;
  /** Until when access is wanted, in words; "" when nothing was said. */
  until: string;
};

export const party = ({ name, email }: Party): Said => (name === '' ? said`${email}` : said`${name} (${email})`);

export const requestFacts = ({ requester, guest, directory, roles, purpose, until }: RequestFacts) =>
  facts(
    ['Guest', said`${strong(guest.name)} (${guest.email})`],
    ['Asked by', party(requester)],
    ['Directory', said`${directory}`],
    ['Roles', roles.length === 0 ? said`none` : listed(roles)],
    ['Purpose', said`${purpose}`],
    ['Until', said`${until}`],
  );
