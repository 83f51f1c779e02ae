import { appConfig } from '@/lib/env';

export const dynamic = 'force-dynamic';

/** 200 when the process is up and its configuration usable; says nothing of the upstream, which may be down for a while. */
export function GET(): Response {
  appConfig();
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
}
