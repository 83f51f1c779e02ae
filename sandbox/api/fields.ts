import { z } from 'zod';
import { invalid } from '../http/errors';

/** Field types of request messages: every field may be missing or null, which means its zero value. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

export const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** An int32; as in protobuf's JSON form, digits in a string count too. */
export const int32 = z
  .union([z.int32(), z.string().regex(/^-?\d{1,10}$/)])
  .nullish()
  .transform((value) => Number(value ?? 0));

/** One value of an enum, '' when missing. */
export const oneOf = <const T extends string>(values: readonly T[]) =>
  z
    .enum(values)
    .nullish()
    .transform((value): T | '' => value ?? '');

/** A list of an enum's values. */
export const manyOf = <const T extends string>(values: readonly T[]) =>
  z
    .array(z.enum(values))
    .nullish()
    .transform((value): T[] => value ?? []);

/**
 * Checks a request message. Unknown fields are ignored, as the vendor's gateway does.
 *
 * @throws GrpcError code 3 with one violation per field of the wrong type
 */
export function parseMessage<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map((issue) => ({ field: issue.path.join('.'), description: issue.message })));
}
