const FIRST_MS = 2_000;
const MOST_MS = 60_000;
const GROWTH = 1.4;

/** How long to wait before looking again, after `looks` of them: 2 s at first, a minute in the end. */
export const nextLook = (looks: number): number => Math.min(MOST_MS, Math.round(FIRST_MS * GROWTH ** looks));
