import { z } from 'zod';
import { inviteSchema } from '../fields';
import { textIn } from '../form-data';
import { MAX_PEOPLE } from './addresses';

const { directoryId, roleIds, sponsorUserId, purpose, ticket } = inviteSchema.shape;

/** One of them: null stands for what all share. */
const personSchema = z.strictObject({
  email: inviteSchema.shape.email,
  displayName: inviteSchema.shape.displayName,
  roleIds: roleIds.nullable(),
  sponsorUserId: sponsorUserId.nullable(),
  purpose: purpose.nullable(),
});

/** The list travels as one field: JSON, so that a form stays a form. */
const people = z
  .string()
  .transform((text, ctx): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      ctx.addIssue({ code: 'custom', message: 'This is not a list of people.' });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(personSchema, 'This is not a list of people.')
      .min(1, 'Enter at least one address.')
      .max(MAX_PEOPLE, `At most ${MAX_PEOPLE} people at once. For more, upload a file.`),
  );

/** The form of /invite with many people in it, for browser and server alike. */
export const peopleSchema = z.strictObject({
  /** Made for exactly this content: posted twice it makes one batch. */
  submissionKey: inviteSchema.shape.submissionKey,
  directoryId,
  roleIds,
  sponsorUserId,
  purpose,
  ticket,
  people,
});

/** What the form holds: strings as typed, and the list as JSON. */
export type PeopleValues = z.input<typeof peopleSchema>;
/** One person as the list carries them. */
export type PersonValues = z.input<typeof personSchema>;
/** What the verb receives. */
export type PeopleInput = z.output<typeof peopleSchema>;

/** The values of a posted form; a field of another name is not ours. */
export const peopleValuesFrom = (data: FormData): PeopleValues => ({
  submissionKey: textIn(data, 'submissionKey'),
  directoryId: textIn(data, 'directoryId'),
  roleIds: data.getAll('roleIds').filter((value): value is string => typeof value === 'string'),
  sponsorUserId: textIn(data, 'sponsorUserId'),
  purpose: textIn(data, 'purpose'),
  ticket: textIn(data, 'ticket'),
  people: textIn(data, 'people'),
});

/** The other way: what the browser posts. */
export function peopleFormData({ roleIds: roles, ...texts }: PeopleValues): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(texts)) data.append(name, value);
  for (const id of roles) data.append('roleIds', id);
  return data;
}
