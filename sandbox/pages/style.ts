/** The style of all pages of the sandbox: one narrow column, light and dark by the reader's preference. */
export const STYLE = `:root {
  color-scheme: light dark;
  --paper: #f6f5f2; --card: #ffffff; --ink: #1d1c1a; --soft: #5f5b54; --line: #dcd8d0;
  --accent: #7a3e00; --accent-ink: #ffffff; --mark: #ffb454; --mark-ink: #2b1a00; --bad: #a3261c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --card: #201e1b; --ink: #f0ede7; --soft: #b0aaa0; --line: #3a362f;
    --accent: #ffc37a; --accent-ink: #2b1a00; --mark: #ffb454; --mark-ink: #2b1a00; --bad: #ff9a8f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.bar {
  display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; padding: .6rem 1rem;
  border-bottom: 1px solid var(--line); background: var(--card);
}
.mark {
  background: var(--mark); color: var(--mark-ink); font-weight: 700; font-size: .75rem; letter-spacing: .08em;
  text-transform: uppercase; padding: .15rem .5rem; border-radius: .25rem;
}
.note { color: var(--soft); font-size: .85rem; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--accent); text-underline-offset: .15em; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 1rem 0; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.rows { list-style: none; margin: 1rem 0; padding: 0; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
.rows > li { padding: .85rem 1rem; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; }
.rows a { font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
dl { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: .35rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
button, .button {
  display: inline-block; font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.1rem; border: 0;
  border-radius: .5rem; background: var(--accent); color: var(--accent-ink); cursor: pointer; text-decoration: none;
}
button:hover, .button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
.alert { border-left: .3rem solid var(--bad); padding: .5rem .9rem; background: var(--card); color: var(--bad); font-weight: 600; }
form { margin: 0; }
pre { font: .85rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe.mail { width: 100%; height: 40rem; border: 1px solid var(--line); border-radius: .75rem; resize: vertical; }
summary { cursor: pointer; }
`;
