import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../../app/globals.css', import.meta.url)), 'utf8');
const [light = '', dark = ''] = css.split('prefers-color-scheme: dark');

const colours = (text: string) =>
  new Map([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]));

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken'];
const tones = ['success', 'warn', 'danger', 'info', 'neutral'];
const text: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['ink', ground],
    ['ink-muted', ground],
    ['accent-ink', ground],
    ['danger-fg', ground],
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['accent-ink', 'accent-soft'],
  ['ink', 'accent-soft'],
  ...tones.flatMap((tone): [string, string][] => [
    [`${tone}-fg`, `${tone}-bg`],
    ['ink', `${tone}-bg`],
    ['ink-muted', `${tone}-bg`],
  ]),
];
// What is not text but must be seen: the edge of a field, the focus ring, the main button (WCAG 1.4.11).
const shapes: [string, string][] = grounds.flatMap((ground) => [
  ['line-strong', ground],
  ['accent', ground],
]);

describe.each([
  ['light', colours(light)],
  ['dark', colours(dark)],
])('%s', (_theme, palette) => {
  const ratio = (front: string, ground: string) => contrast(palette.get(front) ?? '', palette.get(ground) ?? '');
  it.each(text)('%s reads on %s', (front, ground) => expect(ratio(front, ground)).toBeGreaterThanOrEqual(4.5));
  it.each(shapes)('%s is seen on %s', (front, ground) => expect(ratio(front, ground)).toBeGreaterThanOrEqual(3));
});
