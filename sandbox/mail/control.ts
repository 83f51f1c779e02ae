import { z } from 'zod';
import { parseMessage } from '../api/fields';
import { invalid } from '../http/errors';
import type { Route } from '../http/router';
import type { World } from '../world';
import { mailFaultSchema } from './faults';

interface MailCall {
  world: World;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

const time = z.iso.datetime({ offset: true });

/** The switches of the mail server, below `/_sandbox`. */
export const MAIL_SWITCHES: Route<(call: MailCall) => unknown>[] = [
  {
    method: 'GET',
    path: '/_sandbox/mail',
    handler: ({ world, query }) => {
      const since = query.get('since');
      if (since !== null && !time.safeParse(since).success) {
        throw invalid([{ field: 'since', description: 'must be an RFC 3339 time' }]);
      }
      const limit = Math.min(1000, Number(query.get('limit')) || 1000);
      const mails = world.mailbox.list({ to: query.get('to'), since: since === null ? null : Date.parse(since) });
      return { total: mails.length, mails: mails.slice(0, limit) };
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/mail',
    handler: ({ world }) => {
      world.mailbox.clear();
      return { ok: true };
    },
  },
  { method: 'GET', path: '/_sandbox/mail/faults', handler: ({ world }) => ({ faults: world.mailFaults.list() }) },
  {
    method: 'POST',
    path: '/_sandbox/mail/faults',
    handler: ({ world, body }) => ({ id: world.mailFaults.add(parseMessage(mailFaultSchema, body)) }),
  },
  {
    method: 'DELETE',
    path: '/_sandbox/mail/faults',
    handler: ({ world }) => {
      world.mailFaults.clear();
      return { ok: true };
    },
  },
];
