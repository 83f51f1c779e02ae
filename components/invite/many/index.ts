import { finished } from './people';
import { PeopleField } from './people-field';
import { PeopleList } from './people-list';
import { PeoplePanel } from './people-panel';
import { openPeople } from './store';

/** What /invite loads when there is more than one person, and not before. */
export const manyParts = { PeopleField, PeopleList, PeoplePanel, finished, openPeople };
