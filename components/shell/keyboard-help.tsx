import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { KeyboardIcon } from '@/components/ui/icons';
import { HELP_ID } from './help-id';
import { KeySwitch } from './key-switch';
import { SHORTCUTS } from './single-keys';

/** These are the browser's and the form's own: no letters, and always there. */
const ALWAYS = [
  { keys: ['Enter'], what: 'Open the row' },
  { keys: ['Ctrl', 'Enter'], what: 'Send the invitation' },
];

/** The shortcuts, and the switch that turns those of one key off. A keyboard needs scripts here: without, nothing is shown. */
export function KeyboardHelp() {
  return (
    <>
      <button
        type="button"
        popoverTarget={HELP_ID}
        className={classNames(
          buttonClass('quiet', 'small'),
          'max-md:hidden md:w-full md:justify-start noscript:hidden',
        )}
      >
        <KeyboardIcon size={16} />
        Keyboard
      </button>
      <section
        id={HELP_ID}
        popover="auto"
        aria-labelledby="keyboard-help-title"
        className="inset-auto bottom-4 left-4 w-80 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-4 text-ink shadow-popup"
      >
        <h2 id="keyboard-help-title" className="font-semibold text-lg">
          Keyboard
        </h2>
        <Keys shortcuts={SHORTCUTS} />
        <KeySwitch />
        <h3 className="mt-4 font-medium text-sm">Always</h3>
        <Keys shortcuts={ALWAYS} />
      </section>
    </>
  );
}

function Keys({ shortcuts }: { shortcuts: readonly { keys: readonly string[]; what: string }[] }) {
  return (
    <dl className="mt-2 grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 text-sm">
      {shortcuts.map(({ keys, what }) => (
        <div key={what} className="contents">
          <dt className="flex gap-1">
            {keys.map((key) => (
              <kbd
                key={key}
                className="min-w-6 rounded-sm border border-line-strong px-1.5 text-center font-sans text-xs leading-5"
              >
                {key}
              </kbd>
            ))}
          </dt>
          <dd className="text-ink-muted">{what}</dd>
        </div>
      ))}
    </dl>
  );
}
