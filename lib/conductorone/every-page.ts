import 'server-only';
import type { Answer, Call, Page } from '@/lib/invitations/ports';
import type { JsonObject } from './classify';
import type { Client } from './client';
import type { Deadline } from './deadline';

const PAGE_SIZE = 100;
/** More pages than any tenant has directories or roles; a guard against an upstream that never ends. */
const MAX_PAGES = 50;

/** Follows the pages of a listing within one deadline; entries that come twice are kept once. */
export async function everyPage<T extends { id: string }>(
  client: Client,
  listing: { operation: string; path: string; parse(body: JsonObject): Page<T> | null },
  call: Call,
): Promise<Answer<T[]>> {
  const { operation, path, parse } = listing;
  const pageAt = (token: string, deadline: Deadline): Promise<Answer<Page<T>>> => {
    const query = new URLSearchParams({ page_size: String(PAGE_SIZE), ...(token === '' ? {} : { page_token: token }) });
    return client.request(
      { operation, effect: 'read', method: 'GET', path: `${path}?${query}`, parse },
      call,
      deadline,
    );
  };
  return client.within(call, async (deadline) => {
    const items = new Map<string, T>();
    const tokens = new Set(['']);
    for (let token = ''; ; ) {
      const page = await pageAt(token, deadline);
      if (!page.ok) return page;
      for (const item of page.value.items) items.set(item.id, item);
      token = page.value.nextPageToken;
      if (token === '') return { ...page, value: [...items.values()] };
      if (tokens.has(token) || tokens.size >= MAX_PAGES) {
        return { ok: false, error: { code: 'malformed', message: 'The pages of the upstream’s answer do not end.' } };
      }
      tokens.add(token);
    }
  });
}
