/** What /invite loads when there is more than one person, and not before. */
export { finished, goodOf } from './people';
export { PeopleField } from './people-field';
export { PeopleList } from './people-list';
export { PeoplePanel } from './people-panel';
export { openPeople } from './store';
