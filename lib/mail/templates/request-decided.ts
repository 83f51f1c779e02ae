import { type Block, facts, type Letter, type Place, paragraph, quote, type Rendered } from './letter';
import { requestHref } from './places';
import { render } from './render';
import { type Party, type RequestFacts, requestFacts } from './request';
import { listed, type Said, said } from './text';

/** What an approver changed: roles only ever become fewer. */
export type RequestChange =
  | { kind: 'roles-removed'; roles: readonly string[] }
  | { kind: 'name'; from: string; to: string }
  | { kind: 'note'; text: string };

export type RequestDecision =
  | { kind: 'approved'; by: Party; changes: readonly RequestChange[] }
  | { kind: 'denied'; by: Party; reason: string }
  | { kind: 'asked-back'; by: Party; question: string }
  | { kind: 'expired' };

/** To the requester: what came of the request. */
export function requestDecided(request: RequestFacts, decision: RequestDecision, place: Place): Rendered {
  return render(
    {
      ...letterFor(request.guest.name, decision),
      action: {
        label: decision.kind === 'asked-back' ? 'Answer the question' : 'Open the request',
        href: requestHref(place, request.id),
      },
      because: 'you asked for this',
      ...blocksFor(request, decision),
    },
    place,
  );
}

function letterFor(guest: string, decision: RequestDecision): Pick<Letter, 'subject' | 'title'> {
  switch (decision.kind) {
    case 'approved': {
      const changed = decision.changes.length > 0;
      return {
        subject: changed ? said`Approved with changes: access for ${guest}` : said`Approved: access for ${guest}`,
        title: changed
          ? said`${decision.by.name} approved your request for ${guest}, with changes`
          : said`${decision.by.name} approved your request for ${guest}`,
      };
    }
    case 'denied':
      return {
        subject: said`Not approved: access for ${guest}`,
        title: said`${decision.by.name} did not approve your request for ${guest}`,
      };
    case 'asked-back':
      return {
        subject: said`A question about your request for ${guest}`,
        title: said`${decision.by.name} has a question about your request for ${guest}`,
      };
    case 'expired':
      return {
        subject: said`Expired: your request for ${guest}`,
        title: said`Your request for ${guest} expired: nobody decided it in time`,
      };
  }
}

function blocksFor(request: RequestFacts, decision: RequestDecision): { blocks: Block[] } {
  const about = [paragraph(said`What you asked for:`), requestFacts(request)];
  switch (decision.kind) {
    case 'approved':
      return {
        blocks: [
          ...changeBlocks(decision.changes),
          paragraph(said`The invitation goes to ${request.guest.email}. You hear from Usher when it is accepted.`),
          ...about,
        ],
      };
    case 'denied':
      return {
        blocks: [
          ...quote('The reason', decision.reason),
          paragraph(said`Nothing was sent. If something has changed, ask again with what was missing.`),
          ...about,
        ],
      };
    case 'asked-back':
      return {
        blocks: [
          ...quote('The question', decision.question),
          paragraph(said`Your request waits for your answer. Nothing was sent.`),
          ...about,
        ],
      };
    case 'expired':
      return { blocks: [paragraph(said`Nothing was sent. Ask again if access is still needed.`), ...about] };
  }
}

function changeBlocks(changes: readonly RequestChange[]): Block[] {
  const lines = changes.flatMap((change): [string, Said][] => {
    if (change.kind === 'roles-removed') return [['Left out', listed(change.roles)]];
    return change.kind === 'name' ? [['Name', said`${change.to}, not ${change.from}`]] : [];
  });
  const notes = changes.flatMap((change) => (change.kind === 'note' ? quote('A note', change.text) : []));
  return [...(lines.length === 0 ? [] : [paragraph(said`What was changed:`), facts(...lines)]), ...notes];
}
