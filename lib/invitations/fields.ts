import { z } from 'zod';
import { CONTROL, parseEmail } from './email';

// zod otherwise probes whether it may compile code, and a strict Content-Security-Policy reports the attempt.
z.config({ jitless: true });

export const MAX_DISPLAY_NAME = 200;
export const MAX_PURPOSE = 1000;
export const MAX_TICKET = 64;
export const MAX_ROLES = 25;
const MAX_ID = 128;

/**
 * What has no place in a name or a sentence: directional overrides and isolates (they make text read as something else),
 * zero-width space, byte order mark, tags. Joiners and variation selectors stay: Persian and Indic names need them.
 */
export const DECEPTIVE = /[\u200b\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

/** One line of a person's text: trimmed, runs of white space made one blank, NFC; control and deceptive characters refused. */
const line = (what: string, max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replaceAll('\t', ' ').trim())
    .refine((text) => !CONTROL.test(text), `${what} contains a line break or control character. Type it again.`)
    .refine((text) => !DECEPTIVE.test(text), `${what} contains an invisible character. Type it again.`)
    .transform((text) => text.replace(/\s+/gu, ' '))
    .refine((text) => text.length <= max, `${what} is too long: at most ${max} characters.`);

/** Ids of the upstream are opaque; a sane id is short and has no white space, and anything else was not chosen in the form. */
const id = z
  .string()
  .trim()
  .max(MAX_ID, 'This is not an id.')
  .regex(/^[\w.:-]*$/u, 'This is not an id: use letters, digits, “-”, “_”, “.” and “:”.');

const email = z.string().transform((text, ctx) => {
  const parsed = parseEmail(text);
  if (parsed.ok) return parsed.address;
  ctx.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

const purpose = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\r\n?/gu, '\n').trim())
  .refine((text) => text !== '', 'Say why this person needs access. An auditor will read it.')
  .refine(
    (text) => !CONTROL.test(text.replace(/[\n\t]/gu, ' ')),
    'The purpose contains a control character. Type it again.',
  )
  .refine((text) => !DECEPTIVE.test(text), 'The purpose contains an invisible character. Type it again.')
  .refine((text) => text.length <= MAX_PURPOSE, `The purpose is too long: at most ${MAX_PURPOSE} characters.`);

/**
 * The invitation form, for browser and server alike: one schema, so that no field is collected and then lost.
 * Input: plain strings as a form gives them. Output: normalised, as it is sent.
 */
export const inviteSchema = z.strictObject({
  /** Made with the form, renewed after each definite outcome: one key, at most one invitation. */
  submissionKey: z.uuid('This form is out of date. Reload the page; what you typed is kept.'),
  email,
  displayName: line('The name', MAX_DISPLAY_NAME).refine((text) => text !== '', 'Enter the name the person goes by.'),
  directoryId: id.refine((text) => text !== '', 'Choose a directory.'),
  roleIds: z
    .array(id)
    .max(MAX_ROLES, `Choose at most ${MAX_ROLES} roles.`)
    .transform((ids) => [...new Set(ids.filter((each) => each !== ''))]),
  sponsorUserId: id,
  purpose,
  ticket: line('The ticket', MAX_TICKET),
  jobId: id,
  onboardingFlowId: id,
  /** "yes": send although the address is known already, as the sender was told. Counts only for who may, and is recorded. */
  override: z.string().transform((text) => text === 'yes'),
});

/** What the form holds: strings as typed. */
export type InviteValues = z.input<typeof inviteSchema>;
/** What a verb receives: parsed and normalised. */
export type InviteInput = z.output<typeof inviteSchema>;

/** The key of an earlier submission, to ask what became of it. */
export const checkSchema = z.strictObject({ submissionKey: z.uuid('This is not a submission key.') });
export type CheckInput = z.output<typeof checkSchema>;

/** Field name → first problem, in words; what `invalid` answers carry. */
export function fieldProblems(error: z.ZodError): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? 'form');
    problems[name] ??= issue.message;
  }
  return problems;
}
