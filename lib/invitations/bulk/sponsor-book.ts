import { type Context, callOf, canSponsor } from '../context';
import { emailKey, parseEmail } from '../email';
import { type Index, nameKey, SUGGESTED } from './csv/named';

/** Finds sponsors by what files call them. */
export type SponsorBook = (texts: readonly string[]) => Promise<Index>;

/** Names that nobody has are looked up one by one; beyond so many they go without a suggestion. */
const LOOKED_UP = 50;

type Ports = Pick<Context, 'requestId' | 'catalog' | 'familiar' | 'mending'>;
type Entry = { ids: readonly string[]; near: readonly string[] };

/**
 * A book of sponsors that remembers whom it has looked up. It reads the local copy; only an address that the copy does not
 * know, somebody may be new, is asked of the upstream, and not for ever.
 */
export function sponsorBook(ctx: Ports): SponsorBook {
  const known = new Map<string, Entry>();
  let left = LOOKED_UP;

  const unknown = async (text: string): Promise<Entry> => {
    if (left === 0) return { ids: [], near: [] };
    left -= 1;
    if (parseEmail(text).ok) {
      const answer = await ctx.catalog.personByEmail(emailKey(text), callOf(ctx));
      if (answer.ok && answer.value !== null && canSponsor(answer.value)) return { ids: [answer.value.id], near: [] };
    }
    const near = await ctx.familiar.nearPeople(text, text);
    const wanted = nameKey(text);
    return {
      ids: [],
      near: near
        .map(({ name }) => name)
        // Somebody who is called just so and is not found cannot be a sponsor.
        .filter((name) => nameKey(name) !== wanted)
        .slice(0, SUGGESTED),
    };
  };

  return async (texts) => {
    const asked = new Map(texts.map((text) => [nameKey(text), text.trim()]));
    const fresh = [...asked].filter(([key]) => key !== '' && !known.has(key));
    const called = await ctx.mending.sponsorsCalled(fresh.map(([, text]) => text));
    for (const [key, text] of fresh) {
      const ids = called.get(text.toLowerCase()) ?? [];
      known.set(key, ids.length > 0 ? { ids, near: [] } : await unknown(text));
    }
    return {
      find: (text) => known.get(nameKey(text))?.ids ?? [],
      near: (text) => known.get(nameKey(text))?.near ?? [],
    };
  };
}
