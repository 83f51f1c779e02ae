import { z } from 'zod';
import type { Rng } from '../base/rng';
import { Rules } from '../control/rules';

/** The steps of a delivery at which something can go wrong. */
const STEPS = ['connection', 'auth', 'sender', 'recipient', 'data'] as const;
export type Step = (typeof STEPS)[number];

const common = {
  /** Only mails to this address; not known before the step `recipient`. */
  to: z.string().optional(),
  rate: z.number().min(0).max(1).default(1),
  times: z.int().positive().optional(),
};
const at = z.enum(STEPS).default('recipient');

/** One rule about mail. `data` is the moment when the whole mail has been sent and the client waits for the answer. */
export const mailFaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('refuse'),
    at,
    status: z.int().min(400).max(599).default(451),
    message: z.string().max(200).optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('hang'), at }),
  z.strictObject({ ...common, kind: z.literal('drop'), at }),
  z.strictObject({ ...common, kind: z.literal('accept-then-drop') }),
]);

export type MailFault = z.output<typeof mailFaultSchema>;

/** The rules for mail. */
export class MailFaults extends Rules<MailFault> {
  /** The fault at a step, counted as used; null when it is to go well. */
  take(step: Step, recipients: readonly string[], rng: Rng): MailFault | null {
    return this.first((fault) => {
      const { to } = fault;
      const concerned = to === undefined || recipients.some((address) => address.toLowerCase() === to.toLowerCase());
      return concerned && step === (fault.kind === 'accept-then-drop' ? 'data' : fault.at);
    }, rng);
  }
}
