import type { DoubleView } from '@/lib/invitations/desk';

/** What is the matter, in one sentence. */
export function doubleTitle(name: string, { kind }: Pick<DoubleView, 'kind'>, more: number): string {
  if (kind === 'second') return `${name} has ${more === 1 ? 'two' : more + 1} open invitations.`;
  return `An invitation of ${name} is over, and another one that Usher seems to have sent is still open.`;
}
