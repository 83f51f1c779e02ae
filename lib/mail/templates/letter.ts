import { manyLines, type Said } from './text';

/** What a mail shows, once, for text and HTML alike. */
export type Letter = {
  subject: Said;
  /** The first line: what has happened. */
  title: Said;
  blocks: Block[];
  /** The one thing to do next. */
  action: Link;
  /** Why this person gets it: "You get this mail because …". */
  because: string;
};

export type Link = { label: string; href: string };

export type Block =
  | { kind: 'paragraph'; said: Said }
  /** Names and values. What is empty is left out. */
  | { kind: 'facts'; facts: [label: string, value: Said][] }
  /** What a person wrote, as theirs. */
  | { kind: 'quote'; label: string; text: string }
  | { kind: 'rows'; rows: { said: Said; below: Said; href: string }[] };

export type Rendered = { subject: string; text: string; html: string };

/** Where Usher is reached, from configuration, and how people there get at what they choose. */
export type Place = { origin: string };

export const paragraph = (words: Said): Block => ({ kind: 'paragraph', said: words });
export const quote = (label: string, text: string): Block[] =>
  manyLines(text) === '' ? [] : [{ kind: 'quote', label, text }];
export const facts = (...all: [label: string, value: Said][]): Block => ({
  kind: 'facts',
  facts: all.filter(([, value]) => value.some(({ text }) => text !== '')),
});
