import { Html, html, nothing } from '../pages/html';
import { layout } from '../pages/layout';
import type { Person } from './people';

/** The sign-in page: one button per person. */
export function signInPage(uid: string, people: readonly Person[], refusal: string | null): string {
  const rows = people.map(
    (person) => html`<li class="row">
<div><strong>${person.name}</strong><div class="soft">${person.jobTitle}</div><div>${person.may}</div></div>
<form method="post" action="/idp/interaction/${uid}">
<input type="hidden" name="person" value="${person.id}">
<button type="submit">Sign in as ${person.name}</button>
</form>
</li>`,
  );
  return layout(
    'Sign in',
    html`<h1>Sign in</h1>
<p class="soft">Choose who you are. There are no passwords here.</p>
${refusal === null ? nothing : html`<p class="alert" role="alert">${refusal}</p>`}
<ul class="rows">${rows}</ul>`,
  );
}

/** Asks before a sign-out that no id token vouches for; the form comes from the provider, its button from here. */
export function signOutPage(form: string): string {
  const id = /id="([^"]+)"/.exec(form)?.[1] ?? '';
  return layout(
    'Sign out',
    html`<h1>Sign out?</h1>
${new Html(form)}
<p><button type="submit" form="${id}" name="logout" value="yes">Sign out</button></p>`,
  );
}

export function errorPage(title: string, text: string): string {
  return layout(title, html`<h1>${title}</h1><p>${text}</p>`);
}
