/** In the place of the human: nobody of Usher's sent it. */
export function OutsideBadge() {
  return (
    <span className="whitespace-nowrap rounded-full bg-neutral-bg px-2 py-0.5 text-neutral-fg text-xs">
      Created outside Usher
    </span>
  );
}
