import type { Context } from '../context';
import { fail, ok, type Result } from '../errors';
import { can, humanOf } from '../policy';
import type { PeopleInput } from './people-fields';
import { startPlan } from './start-plan';

/**
 * Makes a batch of the people that were entered in the form, and has its plan made; nothing is sent. The same key answers the
 * same batch, however often it comes. Where no plan can be made now, it is a draft, and its page says what to do. Answers
 * `forbidden` or `submission-reused`.
 */
export async function draftPeople({
  ctx,
  input,
}: {
  ctx: Context;
  input: PeopleInput;
}): Promise<Result<{ id: string }>> {
  if (!can(ctx.actor, 'batch.manage')) return fail('forbidden');
  const { submissionKey, people, ...shared } = input;
  const made = await ctx.batches.createWhole(
    {
      kind: 'invite',
      source: 'paste',
      submissionKey,
      fileName: '',
      header: [],
      mapping: [],
      shared,
      reason: '',
      actor: humanOf(ctx.actor),
      requestId: ctx.requestId,
    },
    people.map((person, at) => ({
      number: at + 1,
      cells: [],
      targetId: null,
      content: { ...person, directoryId: null, ticket: null },
      given: {},
      problems: {},
    })),
  );
  // Another person's key is not a way to learn of what they entered; nor is one that made something else.
  if (made.known && (made.batch.actor.subject !== ctx.actor.subject || made.batch.source !== 'paste'))
    return fail('submission-reused');
  const { id } = made.batch;
  if (!made.known) await startPlan({ ctx, input: { id } });
  return ok({ id });
}
