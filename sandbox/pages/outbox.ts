import { rfc3339 } from '../base/clock';
import { acceptToken, linkState } from '../tenant/acceptance';
import type { Invitation } from '../tenant/types';
import type { World } from '../world';
import { type Html, html, nothing } from './html';
import { layout } from './layout';

const PER_PAGE = 50;

/** A mail that the tenant "sent": every invitation sends exactly one, so they share the id. */
export interface Mail {
  id: string;
  to: string;
  subject: string;
  at: string;
  /** The path of the link in it. */
  link: string;
}

/** Mails newest first, skipping some. */
export function mails(world: World, skip: number, limit: number): Mail[] {
  const seqs = world.tenant.invitations.matching({ directoryAppId: '', status: null });
  const found: Mail[] = [];
  for (let i = seqs.length - 1 - skip; i >= 0 && found.length < limit; i--) {
    const invitation = world.tenant.invitations.bySequence(seqs.at(i) ?? -1);
    if (invitation !== undefined) found.push(mailFor(world, invitation));
  }
  return found;
}

export function mailFor(world: World, invitation: Invitation): Mail {
  return {
    id: invitation.id,
    to: invitation.email,
    subject: `${inviterName(world, invitation)} invites you to ${directoryName(world, invitation)}`,
    at: rfc3339(invitation.createdAt),
    link: `/accept/${acceptToken(invitation.id)}`,
  };
}

export function outboxPage(world: World, skip: number): string {
  const page = mails(world, skip, PER_PAGE);
  const rows = page.map(
    (mail) => html`<li>
<a href="/outbox/${mail.id}">${mail.subject}</a>
<div class="soft">to ${mail.to} · ${when(mail.at)}</div>
</li>`,
  );
  const older = skip + PER_PAGE < world.tenant.invitations.size;
  return layout(
    'Outbox',
    html`<h1>Outbox</h1>
<p class="soft">The mails this tenant sent, newest first. Open one to see what the invited person sees.</p>
${page.length === 0 ? html`<p>No mail yet.</p>` : html`<ul class="rows">${rows}</ul>`}
<p>${skip > 0 ? html`<a href="/outbox">Newest</a> ` : nothing}${
      older ? html`<a href="/outbox?skip=${skip + PER_PAGE}">Older mails</a>` : nothing
    }</p>`,
  );
}

export function mailPage(world: World, invitation: Invitation): string {
  const mail = mailFor(world, invitation);
  return layout(
    mail.subject,
    html`<h1>${mail.subject}</h1>
<p class="soft">to ${mail.to} · ${when(mail.at)}</p>
<article class="card">
<p>Hello ${invitation.displayName},</p>
<p>${inviterName(world, invitation)} invites you to <strong>${directoryName(world, invitation)}</strong>.</p>
${invitation.purpose === '' ? nothing : html`<p>Reason: ${invitation.purpose}</p>`}
<p><a class="button" href="${mail.link}">Open the invitation</a></p>
<p class="soft">The link works once, until ${when(rfc3339(invitation.expiresAt))}.</p>
</article>
<p><a href="/outbox">All mails</a></p>`,
  );
}

/** The page behind the link: what the invitation is, and a button while it can be accepted. */
export function acceptPage(world: World, invitation: Invitation, token: string): string {
  const state = linkState(world, invitation);
  const title = {
    open: `Join ${directoryName(world, invitation)}`,
    accepted: 'This invitation has been accepted',
    revoked: 'This invitation was revoked',
    expired: 'This invitation has expired',
  }[state];
  const body: Record<typeof state, Html> = {
    open: html`<form method="post" action="/accept/${token}"><button type="submit">Accept</button></form>`,
    accepted: html`<p>The account for ${invitation.email} exists. There is nothing more to do here.</p>`,
    revoked: html`<p>The sender took it back. If you still need access, ask them for a new one.</p>`,
    expired: html`<p>Its link worked until ${when(rfc3339(invitation.expiresAt))}. Ask the sender for a new one.</p>`,
  };
  const roles = world.tenant.roles.filter((role) => invitation.initialRoleIds.includes(role.id));
  return layout(
    title,
    html`<h1>${title}</h1>
<div class="card">
<dl>
<dt>Invited by</dt><dd>${inviterName(world, invitation)}</dd>
<dt>Directory</dt><dd>${directoryName(world, invitation)}</dd>
<dt>Name</dt><dd>${invitation.displayName}</dd>
<dt>Email</dt><dd>${invitation.email}</dd>
${roles.length === 0 ? nothing : html`<dt>Roles</dt><dd>${roles.map((role) => role.displayName).join(', ')}</dd>`}
${invitation.purpose === '' ? nothing : html`<dt>Reason</dt><dd>${invitation.purpose}</dd>`}
</dl>
${body[state]}
</div>`,
  );
}

export function missingPage(): string {
  return layout('Not found', html`<h1>There is nothing here</h1><p><a href="/outbox">Go to the outbox</a></p>`);
}

function when(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

function inviterName(world: World, invitation: Invitation): string {
  return world.tenant.users.get(invitation.invitedByUserId)?.displayName ?? 'Somebody';
}

function directoryName(world: World, invitation: Invitation): string {
  const directory = world.tenant.directories.find((item) => item.appId === invitation.directoryAppId);
  return directory?.displayName ?? 'a directory';
}
