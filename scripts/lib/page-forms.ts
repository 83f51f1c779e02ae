import type { HttpSession, Reply } from './http-session';

const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};
const unescaped = (text: string): string =>
  text.replace(/&(?:quot|#x27|#39|lt|gt|amp);/g, (name) => ENTITIES[name] ?? '');

/** The hidden fields of the first form of `html` that has a field `name`: what a browser posts along without being asked. */
export function hiddenFields(html: string, name: string): Record<string, string> {
  const form = html.split(/<form/).find((part) => part.split('</form>')[0]?.includes(`name="${name}"`));
  if (form === undefined) throw new Error(`There is no form with a field “${name}” in this page.`);
  const inputs = (form.split('</form>')[0] ?? '').match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  const attribute = (input: string, which: string): string =>
    unescaped(new RegExp(`${which}="([^"]*)"`).exec(input)?.[1] ?? '');
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]));
}

export const formData = (fields: Record<string, string | readonly string[]>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) data.append(name, each);
  return data;
};

/** Signs in by posting the forms that a person would press: the app's, then the provider's. Throws when it did not work. */
export async function signInOverHttp(session: HttpSession, appUrl: string, personId: string): Promise<void> {
  const page = await session.follow(`${appUrl}/sign-in`);
  const provider = await session.follow(`${appUrl}/sign-in`, {
    method: 'POST',
    headers: { origin: appUrl },
    body: formData(hiddenFields(page.text, 'callbackUrl')),
  });
  const done: Reply & { url: string } = await session.follow(provider.url, {
    method: 'POST',
    body: new URLSearchParams({ person: personId }),
  });
  if (!done.url.startsWith(appUrl) || done.url.includes('/sign-in'))
    throw new Error(`Signing in ended at ${done.url}.`);
}
