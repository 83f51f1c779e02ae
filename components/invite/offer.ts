import type { DirectoryView, PersonView, RoleView } from '@/lib/invitations/invitation';

/** What the form offers to choose from. */
export type Offer = { directories: DirectoryView[]; roles: RoleView[]; self: PersonView | null; unloaded: boolean };
