/** In the place of the human: nobody of Usher's sent it. */
export function OutsideBadge({ double = false }: { double?: boolean }) {
  const look = double ? 'bg-warn-bg text-warn-fg' : 'bg-neutral-bg text-neutral-fg';
  return (
    <span className={`whitespace-nowrap rounded-full px-2 py-0.5 text-xs ${look}`}>
      {double ? 'A double, created outside Usher' : 'Created outside Usher'}
    </span>
  );
}
