import type { Block, Letter, Link, Place, Rendered } from './letter';
import { escaped, inHtml, manyLines, plain } from './text';

/** A letter as mail: text and HTML of the same content. */
export function render(letter: Letter, { origin }: Place): Rendered {
  const settings = { label: 'Choose which mails you get', href: `${origin}/settings/notifications` };
  return { subject: plain(letter.subject), text: asText(letter, settings), html: asHtml(letter, settings) };
}

function asText(letter: Letter, settings: Link): string {
  return [
    plain(letter.title),
    ...letter.blocks.map(blockText),
    `${letter.action.label}:\n${letter.action.href}`,
    `-- \nYou get this mail because ${letter.because}.\n${settings.label}: ${settings.href}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return plain(block.said);
    case 'facts':
      return block.facts.map(([label, value]) => `${label}: ${plain(value)}`).join('\n');
    case 'quote':
      // Quoted line by line: what a person wrote cannot pass for ours.
      return `${block.label}:\n${manyLines(block.text)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')}`;
    case 'rows':
      return block.rows.map(({ said, below, href }) => `* ${plain(said)}\n  ${plain(below)}\n  ${href}`).join('\n');
  }
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const WORDS = `${FONT};font-size:15px;line-height:24px;color:#211b22`;
const SOFT = `${FONT};font-size:13px;line-height:20px;color:#625a65`;

/** Mail programs that follow the reader's choice of dark take this; the others show the colours at the elements. */
const DARK = `@media (prefers-color-scheme: dark) {
.ground { background: #151217 !important; }
.card { background: #1e1a21 !important; border-color: #352f3b !important; }
.ink { color: #eee9ef !important; }
.soft { color: #b0a7b5 !important; }
.line { border-color: #352f3b !important; }
.link { color: #eab0d4 !important; }
.button { background: #e39fca !important; color: #310d25 !important; }
}`;

function asHtml(letter: Letter, settings: Link): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(plain(letter.subject))}</title>
<style>${DARK}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f7f5f3">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" style="background:#f7f5f3">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td class="soft" style="${SOFT};padding:0 4px 12px;text-align:left">Usher</td></tr>
<tr><td class="card" style="background:#ffffff;border:1px solid #e1dbd8;border-radius:10px;padding:24px;text-align:left">
<h1 class="ink" style="${WORDS};font-size:18px;line-height:26px;font-weight:600;margin:0 0 16px">${inHtml(letter.title)}</h1>
${letter.blocks.map(blockHtml).join('\n')}
<p style="margin:24px 0 0"><a class="button" href="${escaped(letter.action.href)}" style="${FONT};display:inline-block;background:#7d2460;color:#ffffff;font-size:15px;line-height:24px;font-weight:600;text-decoration:none;padding:10px 20px;border-radius:6px">${escaped(letter.action.label)}</a></p>
</td></tr>
<tr><td class="soft" style="${SOFT};padding:16px 4px 0;text-align:left">You get this mail because ${escaped(letter.because)}.<br><a class="link" href="${escaped(settings.href)}" style="color:#7d2460">${escaped(settings.label)}</a></td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p class="ink" style="${WORDS};margin:0 0 16px">${inHtml(block.said)}</p>`;
    case 'facts': {
      const rows = block.facts.map(
        ([label, value]) =>
          `<tr><td class="soft" valign="top" style="${SOFT};padding:4px 16px 4px 0;width:80px">${escaped(label)}</td><td class="ink" valign="top" style="${WORDS};line-height:20px;padding:4px 0;word-break:break-word">${inHtml(value)}</td></tr>`,
      );
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px">${rows.join('')}</table>`;
    }
    case 'quote':
      return `<p class="soft" style="${SOFT};margin:0 0 4px">${escaped(block.label)}</p>
<blockquote class="ink line" dir="auto" style="${WORDS};margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #e1dbd8;word-break:break-word">${manyLines(block.text).split('\n').map(escaped).join('<br>')}</blockquote>`;
    case 'rows':
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px">${block.rows
        .map(
          ({ said, below, href }) =>
            `<tr><td class="line" style="border-top:1px solid #e1dbd8;padding:10px 0;word-break:break-word"><a class="link" href="${escaped(href)}" style="${WORDS};color:#7d2460;font-weight:600">${inHtml(said)}</a><br><span class="soft" style="${SOFT}">${inHtml(below)}</span></td></tr>`,
        )
        .join('')}</table>`;
  }
}
