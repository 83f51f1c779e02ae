import { z } from 'zod';
import type { World } from '../world';
import { int32, parseMessage } from './fields';
import { clampPageSize } from './page-token';

const request = z.object({ page_size: int32, page_token: z.string() });

/** One page of a short list that never changes while it is read, by `page_size` and `page_token` of the query. */
export function listPage<T>(
  world: World,
  operation: string,
  query: URLSearchParams,
  all: readonly T[],
  view: (item: T) => unknown,
): Record<string, unknown> {
  const fields = parseMessage(request, {
    page_size: query.get('page_size') || undefined,
    page_token: query.get('page_token') ?? '',
  });
  const cursor = world.pageTokens.open(operation, fields.page_token) as number | null;
  const start = cursor ?? 0;
  const end = start + clampPageSize(fields.page_size);
  return {
    list: all.slice(start, end).map(view),
    nextPageToken: end < all.length ? world.pageTokens.seal(operation, end) : '',
  };
}
