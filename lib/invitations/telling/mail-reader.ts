import { namesOf } from '../names';
import type { NewDelivery, Reader } from './deliveries';
import { invitationMail } from './invitation-mail';
import type { MailContext } from './letters';
import { requestMail } from './request-mail';

const ABOUT_REQUESTS: ReadonlySet<string> = new Set([
  'request.asked',
  'request.reopened',
  'request.edited',
  'request.rejudged',
  'guest.handed-over',
  'request.answered',
  'request.approved',
  'request.denied',
  'request.asked-back',
  'request.expired',
]);
const ABOUT_INVITATIONS: ReadonlySet<string> = new Set(['invitation.accepted', 'invitation.sent']);

/**
 * The reader that writes to people. While mail is off it follows all the same and puts in nothing: whoever switches mail on
 * starts with what happens from then on.
 */
export const mailReader = (context: () => MailContext): Reader => ({
  name: 'mail',
  async fan(events) {
    const { mail, ...ctx } = context();
    const telling = events.filter(({ action }) => ABOUT_REQUESTS.has(action) || ABOUT_INVITATIONS.has(action));
    if (mail === null || telling.length === 0) return [];
    const on = { ...ctx, mail };
    const names = await namesOf(on);
    const made: NewDelivery[] = [];
    for (const event of telling) {
      const mailOf = ABOUT_REQUESTS.has(event.action) ? requestMail : invitationMail;
      made.push(...(await mailOf(on, event, names)));
    }
    return made;
  },
});
