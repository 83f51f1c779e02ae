import type { NextRequest } from 'next/server';
import { perform } from '@/lib/action';
import { jsonAnswer } from '@/lib/api';
import { systemClock } from '@/lib/clock';
import { searchPeople, searchPeopleSchema } from '@/lib/invitations/search-people';

/** People who can be a sponsor, for the picker: `?query=` → `{ people }`. */
export async function GET(request: NextRequest): Promise<Response> {
  const performed = await perform(
    { kind: 'read', permission: 'people.search', schema: searchPeopleSchema, verb: searchPeople },
    { query: request.nextUrl.searchParams.get('query') ?? '' },
  );
  return jsonAnswer(performed, 'people', systemClock.now());
}
