import type { ServerResponse } from 'node:http';
import { sendFrame, sendHtml } from '../http/respond';
import type { Route } from '../http/router';
import { html, nothing } from '../pages/html';
import { layout } from '../pages/layout';
import type { World } from '../world';
import type { ReceivedMail } from './mailbox';

interface PageCall {
  world: World;
  res: ServerResponse;
  params: Record<string, string>;
  query: URLSearchParams;
}

const PER_PAGE = 50;

/** The pages on which one reads what arrived by SMTP. */
export const MAIL_PAGES: Route<(call: PageCall) => void>[] = [
  {
    method: 'GET',
    path: '/mail',
    handler: ({ world, res, query }) => {
      const skip = Number(query.get('skip') ?? 0);
      sendHtml(res, 200, listPage(world.mailbox.list({ to: query.get('to') }), query.get('to'), Math.max(skip, 0)));
    },
  },
  {
    method: 'GET',
    path: '/mail/{id}',
    handler: ({ world, res, params: { id = '' } }) => {
      const mail = world.mailbox.get(id);
      if (mail === undefined) sendHtml(res, 404, missingPage());
      else sendHtml(res, 200, mailPage(mail));
    },
  },
  {
    method: 'GET',
    path: '/mail/{id}/html',
    handler: ({ world, res, params: { id = '' } }) => {
      const mail = world.mailbox.get(id);
      if (mail === undefined) sendHtml(res, 404, missingPage());
      else sendFrame(res, openOutside(mail.html));
    },
  },
];

function listPage(mails: ReceivedMail[], to: string | null, skip: number): string {
  const rows = mails.slice(skip, skip + PER_PAGE).map(
    (mail) => html`<li>
<a href="/mail/${mail.id}">${mail.subject || '(no subject)'}</a>
<div class="soft">to ${mail.to.join(', ')} · ${when(mail.at)}</div>
</li>`,
  );
  const filter = to === null ? '' : `&to=${encodeURIComponent(to)}`;
  return layout(
    'Mail',
    html`<h1>Mail</h1>
<p class="soft">What Usher sent by SMTP${to === null ? nothing : html` to ${to}`}, newest first. <a href="/outbox">The guests’ invitations</a> are the tenant’s own mails.</p>
${rows.length === 0 ? html`<p>No mail yet.</p>` : html`<ul class="rows">${rows}</ul>`}
<p>${skip > 0 || to !== null ? html`<a href="/mail">All mail</a> ` : nothing}${
      skip + PER_PAGE < mails.length ? html`<a href="/mail?skip=${skip + PER_PAGE}${filter}">Older mails</a>` : nothing
    }</p>`,
  );
}

function mailPage(mail: ReceivedMail): string {
  const headers = Object.entries(mail.headers).flatMap(([name, values]) =>
    values.map((value) => html`<dt>${name}</dt><dd>${value}</dd>`),
  );
  return layout(
    mail.subject,
    html`<h1>${mail.subject || '(no subject)'}</h1>
<dl>
<dt>From</dt><dd>${mail.from}</dd>
<dt>To</dt><dd>${mail.to.map((address) => html`<a href="/mail?to=${encodeURIComponent(address)}">${address}</a> `)}</dd>
<dt>Received</dt><dd>${when(mail.at)}</dd>
</dl>
${
  mail.html === ''
    ? nothing
    : html`<h2>HTML</h2>
<iframe class="mail" title="The mail as HTML" src="/mail/${mail.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}
<h2>Text</h2>
${mail.text === '' ? html`<p>This mail has no text part.</p>` : html`<pre class="card">${mail.text}</pre>`}
<details><summary>Headers</summary><dl>${headers}</dl></details>
<p><a href="/mail">All mail</a></p>`,
  );
}

function missingPage(): string {
  return layout('Not found', html`<h1>There is no such mail</h1><p><a href="/mail">See all mail</a></p>`);
}

/** Links of a mail open beside the sandbox: inside the frame they would show the app in a frame that it refuses. */
function openOutside(mail: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(mail) ? mail.replace(/<head[^>]*>/i, (head) => head + base) : base + mail;
}

const when = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
