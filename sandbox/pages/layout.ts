import { type Html, html } from './html';

/** Where the one style sheet is served. */
export const STYLE_PATH = '/sandbox.css';

/** A whole page under the sandbox's mark. */
export function layout(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sandbox</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<header class="bar">
<span class="mark">Sandbox</span>
<span class="note">A local stand-in for the tenant. Nothing here is real, no mail leaves this machine.</span>
</header>
<main>${content}</main>
</body>
</html>`.text;
}
