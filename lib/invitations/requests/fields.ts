import { z } from 'zod';
import { CONTROL } from '../email';
import { DECEPTIVE, inviteSchema } from '../fields';

export const MAX_WORDS = 1_000;
/** How far ahead access may be wanted: longer is no guest. */
export const MAX_WANTED_DAYS = 731;

/** A person's words, several lines of them: trimmed, NFC; control and deceptive characters refused. */
const words = (what: string) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\r\n?/gu, '\n').trim())
    .refine(
      (text) => !CONTROL.test(text.replace(/[\n\t]/gu, ' ')),
      `${what} contains a control character. Type it again.`,
    )
    .refine((text) => !DECEPTIVE.test(text), `${what} contains an invisible character. Type it again.`)
    .refine((text) => text.length <= MAX_WORDS, `${what} is too long: at most ${MAX_WORDS} characters.`);

const id = z.uuid('This is not a request.');
/** What a page showed: a number, or a form's text of one. */
const revision = z.coerce.number<string | number>().int().min(1).max(1_000_000);
const contentHash = z.string().regex(/^[0-9a-f]{64}$/u, 'This page is out of date. Reload it.');

const asked = inviteSchema.omit({ override: true });

/** The form of a request: the invitation's, without overriding, and with what helps whoever decides. */
export const requestSchema = asked.extend({
  /** A day, as 2027-01-31, or "". That it lies ahead is the verb's to say, which has a clock. */
  wantedUntil: z.union([z.literal(''), z.iso.date('Write a day, like 2027-01-31.')]),
  /** Why the address is right although it looks like another; "" where nobody asked. */
  acknowledged: words('The reason'),
});
export type RequestValues = z.input<typeof requestSchema>;
export type RequestInput = z.output<typeof requestSchema>;

/** A change of a request of one's own; `revision` is the one that was changed. */
export const editRequestSchema = requestSchema.omit({ submissionKey: true }).extend({ id, revision });

export const withdrawRequestSchema = z.strictObject({ id });

export const answerQuestionSchema = z.strictObject({
  id,
  text: words('The answer').refine((text) => text !== '', 'Write an answer.'),
});

const shown = { id, revision, contentHash };

/** A decision, on exactly what was shown. */
export const decideRequestSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('approve'),
    ...shown,
    /** The roles that stay; all that were asked for when it is left out. */
    roleIds: inviteSchema.shape.roleIds.optional(),
    /** The name as it should be; as it was asked for when it is left out. */
    displayName: inviteSchema.shape.displayName.optional(),
    /** For the requester to read; may be "". */
    note: words('The note'),
    /** "yes": although somebody has the address already. Counts only for who may. */
    override: inviteSchema.shape.override.optional(),
  }),
  z.strictObject({
    decision: z.literal('deny'),
    ...shown,
    reason: words('The reason').refine((text) => text !== '', 'Say why. The person who asked will read it.'),
  }),
  z.strictObject({
    decision: z.literal('ask-back'),
    ...shown,
    question: words('The question').refine((text) => text !== '', 'Write a question.'),
  }),
]);
export type DecideRequestInput = z.output<typeof decideRequestSchema>;

export const REQUEST_FILTERS = ['mine-to-decide', 'all', 'decided'] as const;
export const listRequestsSchema = z.strictObject({ filter: z.enum(REQUEST_FILTERS), after: z.string().max(2_000) });

export const showRequestSchema = z.strictObject({ id });

/** The end of an invitation of one's own guest. */
export const revokeGuestSchema = z.strictObject({
  /** The ledger's id of the invitation. */
  id: z.uuid('This is not an invitation.'),
  reason: words('The reason').refine((text) => text !== '', 'Say why. An auditor will read it.'),
});

export const askReissueSchema = z.strictObject({
  submissionKey: inviteSchema.shape.submissionKey,
  /** The ledger's id of the invitation. */
  id: z.uuid('This is not an invitation.'),
  /** Why it is needed again, for whoever decides; may be "". */
  reason: words('The reason'),
});

const person = inviteSchema.shape.sponsorUserId.refine((text) => text !== '', 'Choose a person.');
export const handOverSchema = z
  .strictObject({ fromUserId: person, toUserId: person })
  .refine(({ fromUserId, toUserId }) => fromUserId !== toUserId, {
    path: ['toUserId'],
    message: 'This is the same person. Choose another.',
  });
