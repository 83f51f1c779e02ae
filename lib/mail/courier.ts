import 'server-only';
import { z } from 'zod';
import type { Mailer } from '@/lib/invitations/mailer';
import type { Courier } from '@/lib/invitations/telling/tell';

/** What a delivery of the channel carries. */
const contentSchema = z.object({ toName: z.string(), subject: z.string(), text: z.string(), html: z.string() });
/** RFC 5321: done. */
const TAKEN = 250;

/** Hands one delivery to the mail server, under the delivery's own id. */
export const mailCourier =
  (mailer: Mailer): Courier =>
  async ({ id, recipient, payload }) => {
    const content = contentSchema.safeParse(payload);
    if (!content.success) return { ok: false, status: null, problem: 'It holds no mail.', permanent: true };
    const sent = await mailer.send({ ...content.data, id, to: recipient }, { requestId: `tell-${id}` });
    return sent.ok
      ? { ok: true, status: TAKEN, problem: '', permanent: false }
      : { ok: false, status: sent.status, problem: sent.message, permanent: sent.permanent };
  };
