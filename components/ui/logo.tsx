/** The mark: a door that stands open. Drawn in the accent; the word beside it carries the name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 text-ink">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" className="shrink-0">
        <rect width="32" height="32" rx="7" fill="var(--accent)" />
        <path d="M16 9.5h6.5V25H27" fill="none" stroke="var(--on-accent)" strokeWidth="2.5" strokeOpacity=".55" />
        <path d="M5 25h4V9.2L17 6v20.6L9 25z" fill="var(--on-accent)" />
      </svg>
      <span className="font-semibold text-lg">Usher</span>
    </span>
  );
}
