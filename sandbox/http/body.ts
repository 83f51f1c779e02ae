import type { IncomingMessage } from 'node:http';
import { GrpcError } from './errors';

/** The largest request body that is read, in bytes. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * Reads a request's body as UTF-8 text.
 *
 * @throws GrpcError (HTTP 413) over {@link BODY_LIMIT}; the rest of the body is read and thrown away, so that a client
 *   still sending gets the answer and not a broken connection
 */
export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  }
  if (size > BODY_LIMIT) throw new GrpcError(3, `The request body is larger than ${BODY_LIMIT} bytes.`, [], 413);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Parses a JSON object; an empty body counts as `{}`, as at the vendor's gateway.
 *
 * @throws GrpcError code 3 for malformed JSON and for anything but an object
 */
export function parseJsonObject(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new GrpcError(3, `The request body is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GrpcError(3, 'The request body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}
