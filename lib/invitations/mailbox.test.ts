import { describe, expect, it } from 'vitest';
import { guessDisplayName, parseMailbox } from './mailbox';

describe('parseMailbox', () => {
  it.each([
    ['Ada Lovelace <ada@acme.example>', 'ada@acme.example', 'Ada Lovelace'],
    ['"Lovelace, Ada" <ada@acme.example>;', 'ada@acme.example', 'Ada Lovelace'],
    ['  <ada@acme.example>, ', 'ada@acme.example', ''],
    ['mailto:ada@acme.example?subject=Hi', 'ada@acme.example', ''],
    ['ada@acme.example (Ada Lovelace)', 'ada@acme.example', 'Ada Lovelace'],
    ['Ada "the first" Lovelace <mailto:ada@acme.example>', 'ada@acme.example', 'Ada "the first" Lovelace'],
    ['ada@acme.example', 'ada@acme.example', ''],
    ['just words', 'just words', ''],
  ])('%j', (text, email, displayName) => {
    expect(parseMailbox(text)).toEqual({ email, displayName });
  });
});

describe('guessDisplayName', () => {
  it.each([
    ['ada.lovelace@acme.example', 'Ada Lovelace'],
    ['ada_lovelace-king@acme.example', 'Ada Lovelace King'],
    ['ada.lovelace2+guest@acme.example', 'Ada Lovelace'],
    ['ada', 'Ada'],
    ['émile@acme.example', 'Émile'],
    ['1234@acme.example', ''],
    ['', ''],
  ])('%j → %j', (email, name) => {
    expect(guessDisplayName(email)).toBe(name);
  });
});
