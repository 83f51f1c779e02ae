import { parseEmail } from '@/lib/invitations/email';
import type { LookalikeOf, LookalikeWarning } from '@/lib/invitations/lookalike-warning';

const WHOSE: Record<Exclude<LookalikeOf, 'person'>, string> = {
  own: 'your own domain',
  directory: 'the domain of a directory',
  invited: 'a domain that was invited before',
};

type Said = Pick<LookalikeWarning, 'kind' | 'of' | 'like'>;

/** What an address could be taken for, in a sentence. The domain is shown in ASCII: what imitates must not do so here. */
export function lookalikeSentence({ kind, of, like }: Said, email: string): string {
  const parsed = parseEmail(email);
  const domain = parsed.ok ? parsed.domain : email.trim();
  const whose = of === 'person' ? '' : `, ${WHOSE[of]}`;
  switch (kind) {
    case 'confusable':
    case 'edit':
      return `${domain} looks like ${like}${whose}.`;
    case 'tld':
      return `${domain} has the name of ${like}${whose}, but another ending.`;
    case 'free-mail':
      return `Anybody can have an address at ${domain}, and this one goes by the name of ${like}${whose}.`;
    case 'person':
      return `This could be ${like}, who is there already.`;
  }
}

/** What the one click does; null when there is nothing to click. */
export const fixWords = ({ fixed }: Pick<LookalikeWarning, 'fixed'>): string | null =>
  fixed === null ? null : `Use ${fixed}`;
