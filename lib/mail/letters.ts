import 'server-only';
import type { MailDesk } from '@/lib/invitations/telling/letters';
import { invitationAccepted } from './templates/invitation-accepted';
import { lapsingDigest } from './templates/lapsing-digest';
import type { Place } from './templates/letter';
import { requestDecided } from './templates/request-decided';
import { requestExpired } from './templates/request-expired';
import { requestWaiting } from './templates/request-waiting';
import { sponsorNamed } from './templates/sponsor-named';

/** Puts letters into words. `contact`: whom people should ask about Usher; may be "". */
export const renderer =
  ({ contact, ...place }: Place & { contact: string }): MailDesk['render'] =>
  (letter) => {
    switch (letter.kind) {
      case 'request-waiting':
        return requestWaiting({ ...letter.request, expiresAt: letter.expiresAt, answer: letter.answer }, place);
      case 'request-decided':
        return requestDecided(letter.request, letter.decision, place);
      case 'request-expired':
        return requestExpired(letter.request, place);
      case 'invitation-accepted':
        return invitationAccepted(letter, letter.reader, place);
      case 'sponsor-named':
        return sponsorNamed({ ...letter, contact }, place);
      case 'lapsing-digest':
        return lapsingDigest(letter.invitations, letter.reader, place);
    }
  };
