import type { DirectoryView, PersonView, RoleView } from '@/lib/invitations/invitation';

export type Offer = { directories: DirectoryView[]; roles: RoleView[]; self: PersonView | null; unloaded: boolean };
