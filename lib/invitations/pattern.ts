import { RE2JS, RE2JSSyntaxException } from 're2js';

const MAX_PATTERN = 200;

export type Pattern = { ok: true; fits(text: string): boolean } | { ok: false; problem: string };

/**
 * A pattern that an administrator wrote, for a whole text: nothing may stand before or after. The engine (RE2) takes a time
 * that grows with the text and no faster, so that no pattern can hold a replica up; it knows no lookaround and no
 * back-references. Answers the problem in words that fit beside the field.
 */
export function compilePattern(text: string): Pattern {
  if (text.trim() === '') return { ok: false, problem: 'Enter a pattern, like [A-Z]+-[0-9]+.' };
  if (text.length > MAX_PATTERN)
    return { ok: false, problem: `The pattern is too long (at most ${MAX_PATTERN} characters).` };
  try {
    const pattern = RE2JS.compile(text);
    return { ok: true, fits: (given) => pattern.matches(given) };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return { ok: false, problem: problemOf(error, text) };
  }
}

function problemOf(error: RE2JSSyntaxException, text: string): string {
  if (/\(\?<?[=!]/.test(text))
    return 'Looking ahead or back, as in (?=…), is not supported. Say what the whole text is.';
  if (/\\[1-9]/.test(text)) return 'Referring back, as in \\1, is not supported. Write the part out again.';
  const part = error.getPattern();
  const where = part === null || part === '' || part === text ? '' : `, at “${part}”`;
  return `This is not a pattern: ${error.getDescription()}${where}. Correct it, or put a \\ before a sign that stands for itself.`;
}
