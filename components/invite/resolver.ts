import type { FieldErrors, Resolver } from 'react-hook-form';
import type { InviteValues } from '@/lib/invitations/fields';

/**
 * The one schema, loaded when it is first needed: it is half as heavy as the rest of the page, and before the first
 * blur nobody needs it.
 */
const loadFields = () => import('@/lib/invitations/fields');

/** Starts the download early, at the first touch, so that nobody waits for it. */
export const warmUp = (): void => void loadFields().catch(() => {});

/** react-hook-form's resolver over `inviteSchema`. What was typed stays as typed: the server normalises for itself. */
export const inviteResolver: Resolver<InviteValues> = async (values) => {
  let fields: Awaited<ReturnType<typeof loadFields>>;
  try {
    fields = await loadFields();
  } catch {
    // The file cannot be had (an update, a bad line). The server has the same schema: let it judge.
    return { values, errors: {} };
  }
  const parsed = fields.inviteSchema.safeParse(values);
  if (parsed.success) return { values, errors: {} };
  const errors: FieldErrors<InviteValues> = {};
  for (const [name, message] of Object.entries(fields.fieldProblems(parsed.error))) {
    errors[name as keyof InviteValues] = { type: 'schema', message };
  }
  return { values: {}, errors };
};
