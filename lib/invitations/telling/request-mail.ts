import type { DeskEvent } from '../desk';
import type { Names } from '../names';
import type { RequestChange, RequestRecord } from '../requests/record';
import type { NewDelivery } from './deliveries';
import type { ChangeInLetter, DecisionInLetter, MailOn, RequestInLetter } from './letters';
import { deliveriesOf, type Post } from './post';
import { approversOf, type Recipient, recipientOf } from './recipients';

/** What an entry about a request makes of mails. */
export async function requestMail(ctx: MailOn, event: DeskEvent, names: Names): Promise<NewDelivery[]> {
  const { request: id } = event.details;
  const request = typeof id === 'string' ? await ctx.requests.byId(id) : null;
  if (request === null) return [];
  const posts = await postsFor(ctx, event, request, shown(request, names), names);
  return deliveriesOf(ctx, { sequence: event.sequence, key: event.sequence, about: [request.id] }, posts);
}

async function postsFor(
  ctx: MailOn,
  event: DeskEvent,
  request: RequestRecord,
  inLetter: RequestInLetter,
  names: Names,
): Promise<Post[]> {
  const waiting = (to: Recipient | null, answer: string | null = null): Post => ({
    to,
    letter: { kind: 'request-waiting', request: inLetter, expiresAt: request.expiresAt, answer },
  });
  const decided = async (decision: DecisionInLetter): Promise<Post[]> => [
    { to: await recipientOf(ctx, request.requester), letter: { kind: 'request-decided', request: inLetter, decision } },
  ];
  const by = { name: event.actor?.name || 'Somebody', email: event.actor?.email ?? '' };
  const words = event.text.words ?? '';
  switch (event.action) {
    case 'request.asked':
    case 'request.reopened':
      return isOpen(request) ? (await approversOf(ctx, request)).map((to) => waiting(to)) : [];
    case 'request.edited':
    case 'request.rejudged':
    case 'guest.handed-over': {
      if (!isOpen(request)) return [];
      const all = await approversOf(ctx, request);
      // It waits again for all; otherwise only those are told who have become its approvers by this change.
      const asked = event.details.from === 'asked-back' ? all : await newlyAsked(ctx, request, all);
      return asked.map((to) => waiting(to));
    }
    case 'request.answered': {
      if (!isOpen(request)) return [];
      const question = (await ctx.requests.messages(request.id)).findLast(({ kind }) => kind === 'question');
      return question === undefined ? [] : [waiting(await recipientOf(ctx, question.author), words)];
    }
    case 'request.approved': {
      const note: ChangeInLetter[] = words === '' ? [] : [{ kind: 'note', text: words }];
      const changes = (request.decision?.changes ?? []).map((change) => changeIn(change, names));
      return decided({ kind: 'approved', by, changes: [...changes, ...note] });
    }
    case 'request.denied':
      return decided({ kind: 'denied', by, reason: words });
    case 'request.asked-back':
      return decided({ kind: 'asked-back', by, question: words });
    case 'request.expired': {
      const to = await recipientOf(ctx, request.requester);
      const letter = { kind: 'request-expired', request: inLetter } as const;
      return [
        {
          to,
          kind: 'request-expired',
          letter: { kind: 'request-decided', request: inLetter, decision: { kind: 'expired' } },
        },
        ...(await approversOf(ctx, request)).map((each) => ({ to: each, letter })),
      ];
    }
    default:
      return [];
  }
}

/** What has been decided meanwhile waits for nobody. */
const isOpen = ({ state }: RequestRecord): boolean => state === 'open';

async function newlyAsked(ctx: MailOn, request: RequestRecord, all: readonly Recipient[]): Promise<Recipient[]> {
  const told = await Promise.all(
    all.map(({ address }) => ctx.mail.book.wasTold(address, 'request-waiting', request.id)),
  );
  return all.filter((_, index) => told[index] === false);
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

const shown = ({ id, requester, content, wantedUntil }: RequestRecord, names: Names): RequestInLetter => ({
  id,
  requester: { name: requester.name, email: requester.email },
  guest: { name: content.displayName, email: content.email },
  directory: names.directory(content.directoryId),
  roles: content.roleIds.map((role) => names.role(role)),
  purpose: content.purpose,
  until: wantedUntil === '' ? '' : DAY.format(new Date(`${wantedUntil}T00:00:00Z`)),
});

function changeIn({ field, from, to }: RequestChange, names: Names): ChangeInLetter {
  switch (field) {
    case 'displayName':
      return { kind: 'name', from, to };
    case 'roleIds': {
      const left = new Set(to.split(' '));
      return {
        kind: 'roles-removed',
        roles: from
          .split(' ')
          .filter((role) => !left.has(role))
          .map((role) => names.role(role)),
      };
    }
    case 'note':
      return { kind: 'note', text: to };
  }
}
