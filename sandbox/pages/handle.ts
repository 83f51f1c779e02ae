import type { IncomingMessage, ServerResponse } from 'node:http';
import { seeOther, sendHtml } from '../http/respond';
import { matchRoute, type Route } from '../http/router';
import { MAIL_PAGES } from '../mail/pages';
import { accept, invitationForToken } from '../tenant/acceptance';
import type { World } from '../world';
import { html } from './html';
import { layout, STYLE_PATH } from './layout';
import { acceptPage, mailPage, missingPage, outboxPage } from './outbox';
import { STYLE } from './style';

interface PageCall {
  world: World;
  res: ServerResponse;
  params: Record<string, string>;
  query: URLSearchParams;
}

const ROUTES: Route<(call: PageCall) => void>[] = [
  { method: 'GET', path: '/', handler: ({ res }) => sendHtml(res, 200, startPage()) },
  { method: 'GET', path: STYLE_PATH, handler: ({ res }) => sendStyle(res) },
  // Browsers ask for it unasked, and would log its absence.
  { method: 'GET', path: '/favicon.ico', handler: ({ res }) => res.writeHead(204).end() },
  {
    method: 'GET',
    path: '/outbox',
    handler: ({ world, res, query }) => {
      const skip = Number(query.get('skip') ?? 0);
      sendHtml(res, 200, outboxPage(world, Number.isInteger(skip) && skip > 0 ? skip : 0));
    },
  },
  {
    method: 'GET',
    path: '/outbox/{id}',
    handler: ({ world, res, params }) => {
      const invitation = world.tenant.invitations.get(params.id ?? '');
      if (invitation === undefined) sendHtml(res, 404, missingPage());
      else sendHtml(res, 200, mailPage(world, invitation));
    },
  },
  {
    method: 'GET',
    path: '/accept/{token}',
    handler: ({ world, res, params: { token = '' } }) => {
      const invitation = invitationForToken(world, token);
      if (invitation === undefined) sendHtml(res, 404, missingPage());
      else sendHtml(res, 200, acceptPage(world, invitation, token));
    },
  },
  {
    method: 'POST',
    path: '/accept/{token}',
    handler: ({ world, res, params: { token = '' } }) => {
      const invitation = invitationForToken(world, token);
      if (invitation === undefined) return sendHtml(res, 404, missingPage());
      if (accept(world, invitation) === null) return sendHtml(res, 409, acceptPage(world, invitation, token));
      seeOther(res, `/accept/${token}`);
    },
  },
  ...MAIL_PAGES,
];

/** Answers the sandbox's pages; false when the path belongs to none of them. */
export function handlePage(world: World, req: IncomingMessage, res: ServerResponse, url: URL): boolean {
  const found = matchRoute(ROUTES, req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET'), url.pathname);
  if (found.kind === 'none') return false;
  if (found.kind === 'wrong-method') {
    res.writeHead(405, { allow: found.allow.join(', ') }).end();
    return true;
  }
  found.route.handler({ world, res, params: found.params, query: url.searchParams });
  return true;
}

function startPage(): string {
  return layout(
    'Sandbox',
    html`<h1>Sandbox of Usher</h1>
<p>A ConductorOne tenant, an identity provider, a mail server and the mailbox of invited people, all on this machine.</p>
<ul class="rows">
<li><a href="/outbox">Outbox</a><div class="soft">The mails that invited people received</div></li>
<li><a href="/mail">Mail</a><div class="soft">What Usher sent by SMTP to its own people</div></li>
<li><a href="/_sandbox/">Switches</a><div class="soft">Faults, clocks, settings and the journal, as JSON</div></li>
<li><a href="/idp/.well-known/openid-configuration">Identity provider</a><div class="soft">OpenID discovery</div></li>
</ul>`,
  );
}

function sendStyle(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' });
  res.end(STYLE);
}
