import { z } from 'zod';

export const MAX_REASON = 500;

/** Why somebody does what an auditor will ask about. Safe in a browser. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, 'Say why. An auditor will read it.')
  .max(MAX_REASON, `The reason is too long: at most ${MAX_REASON} characters.`);
