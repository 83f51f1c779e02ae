import { type ActAction, ActForm } from '@/components/desk/act-form';
import type { MailKind } from '@/lib/invitations/telling/kinds';

const WORDS: Record<MailKind, { name: string; hint: string }> = {
  'request-waiting': {
    name: 'A request waits for my decision',
    hint: 'Also when somebody has answered a question of mine.',
  },
  'request-decided': { name: 'My request was decided', hint: 'Approved, denied, or somebody has a question about it.' },
  'request-expired': { name: 'A request expired', hint: 'One that I made or could have decided: nobody did in time.' },
  'invitation-accepted': {
    name: 'A guest accepted',
    hint: 'An invitation that I sent or asked for, or whose sponsor I am.',
  },
  'sponsor-named': {
    name: 'I was named as a sponsor',
    hint: 'Somebody invited a guest in my name, and I had not asked for it.',
  },
  'lapsing-digest': {
    name: 'Invitations are about to lapse',
    hint: 'One mail a day at the most, about those whose link works for less than 48 hours.',
  },
};

/** Which mails somebody gets: plain checkboxes, ticked for those that they do. */
export function MailChoices({ kinds, action }: { kinds: { kind: MailKind; wanted: boolean }[]; action: ActAction }) {
  return (
    <ActForm action={action} label="Save" busy="Saving…" kind="primary">
      <input type="hidden" name="form" value="mails" />
      <fieldset>
        <legend className="mb-2 font-medium">Send me a mail when</legend>
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {kinds.map(({ kind, wanted }) => (
            <li key={kind}>
              <label className="flex min-h-target cursor-pointer gap-3 px-4 py-3 hover:bg-sunken">
                <input
                  type="checkbox"
                  name="kind"
                  value={kind}
                  defaultChecked={wanted}
                  aria-describedby={`hint-${kind}`}
                  className="mt-1 size-4 shrink-0 accent-accent"
                />
                <span>
                  <span className="block font-medium">{WORDS[kind].name}</span>
                  <span id={`hint-${kind}`} className="block text-ink-muted text-sm">
                    {WORDS[kind].hint}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </ActForm>
  );
}
