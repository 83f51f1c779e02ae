import { describe, expect, it } from 'vitest';
import { readAddresses } from '@/lib/invitations/bulk/addresses';
import { contentOf, problemsOf } from './content';
import { endsOne, finished, goodOf, ownWords, peopleText, readPeople, SAME, summary, withMore } from './people';

const NOTHING = { doubled: 0, aside: [] };
const listOf = (text: string) => withMore([], readAddresses(text)).entries;
const shown = (entries: ReturnType<typeof listOf>) => entries.map((each) => (each.ok ? each.email : `! ${each.text}`));

describe('withMore', () => {
  it('adds at the end, and nobody twice', () => {
    const { entries, beside } = withMore(listOf('a@x.example b@x.example'), readAddresses('B@x.example, c@x.example'));
    expect(shown(entries)).toEqual(['a@x.example', 'b@x.example', 'c@x.example']);
    expect(beside.doubled).toBe(1);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
  });

  it('puts what was mended in the place of what was bad, also when it is several', () => {
    const before = listOf('a@x.example, bx.example, c@x.example');
    const { entries } = withMore(before, readAddresses('b@x.example d@x.example'), before[1]);
    expect(shown(entries)).toEqual(['a@x.example', 'b@x.example', 'd@x.example', 'c@x.example']);
  });

  it('keeps what was said of a person whose address is changed', () => {
    const [ada, bob] = listOf('Ada L <ada@x.example>, bob@x.example');
    if (ada === undefined || bob === undefined) throw new Error('two were listed');
    const own = { ...SAME, purpose: 'Another one' };
    const differing = { ...ada, own };
    const { entries } = withMore([differing, bob], readAddresses('ada.l@x.example'), differing);
    expect(entries[0]).toMatchObject({ id: ada.id, email: 'ada.l@x.example', displayName: 'Ada L', own });
  });

  it('takes away what is mended to nothing', () => {
    const before = listOf('a@x.example, bx.example');
    expect(shown(withMore(before, readAddresses('  '), before[1]).entries)).toEqual(['a@x.example']);
  });
});

describe('what is typed', () => {
  it.each([
    ['ada@x.example', false],
    ['ada@x.example,', true],
    ['ada@x.example ', true],
    ['Lovelace,', false],
    ['Ada Lovelace <ada@x.example> ', false],
    ['Ada Lovelace <ada@x.example>;', true],
    ['Ada ada@x.example ', false],
  ])('%j ends an address: %s', (text, ends) => {
    expect(endsOne(text)).toBe(ends);
  });

  it.each([
    ['ada@x.example, bob@', 'ada@x.example,', 'bob@'],
    ['ada@x.example bob@', 'ada@x.example', 'bob@'],
    ['ada@x.example,', 'ada@x.example,', ''],
    ['ada', '', 'ada'],
  ])('%j: %j is whole, %j may go on', (text, whole, rest) => {
    expect(finished(text)).toEqual({ whole, rest });
  });
});

describe('summary', () => {
  it('counts people and what is to be mended, and says what happened to the rest', () => {
    expect(summary(listOf('a@x.example'), NOTHING)).toBe('1 person.');
    expect(summary(listOf('a@x.example, b, c@x.example'), { doubled: 3, aside: ['To:', 'Acme', 'x', 'y'] })).toBe(
      '2 people, 1 to mend. 3 were there twice, and count once. Not used: “To:”, “Acme”, “x” and 1 more.',
    );
  });
});

describe('the kept list', () => {
  it('is read back by its owner and nobody else, and each address is judged anew', () => {
    const own = { roleIds: ['r1'], sponsor: { person: null }, purpose: 'Own' };
    const entries = listOf('Ada L <ada@x.example>, nobody').map((each) => ({ ...each, own: each.ok ? own : SAME }));
    const text = peopleText('maya', entries);
    expect(readPeople(text, 'maya')).toMatchObject(entries.map(({ text: _asTyped, ...each }) => each));
    expect(readPeople(text, 'lee')).toBeNull();
    expect(readPeople(text.replaceAll('ada@x.example', 'ada@x'), 'maya')).toMatchObject([{ ok: false }, { ok: false }]);
  });

  it.each(['', '[]', '{}', 'null', '{"owner":"maya","entries":[null]}', '{"owner":"maya","entries":[]}'])(
    '%j is no list',
    (text) => {
      expect(readPeople(text, 'maya')).toBeNull();
    },
  );
});

describe('what is posted', () => {
  const shared = { directoryId: 'd', roleIds: ['r'], sponsorUserId: '', purpose: 'Why', ticket: '' };

  it('says null where somebody is like all', () => {
    const content = contentOf(goodOf(listOf('ada@x.example')), shared);
    expect(JSON.parse(content.people)).toEqual([
      { email: 'ada@x.example', displayName: 'Ada', roleIds: null, sponsorUserId: null, purpose: null },
    ]);
  });

  it('is judged for each person, and the problem is theirs', () => {
    const people = goodOf(listOf('ada@x.example, 1@x.example'));
    expect([...problemsOf(people, contentOf(people, shared)).values()]).toEqual(['Enter the name the person goes by.']);
  });
});

describe('ownWords', () => {
  it('names what differs', () => {
    expect(ownWords(SAME)).toBe('Same as all');
    expect(ownWords({ roleIds: [], sponsor: { person: null }, purpose: '' })).toBe('Own roles, sponsor, purpose');
  });
});
