/** How long a policy can make what is to be sent wait, in minutes: longer, and people would take it for lost. Safe in a browser. */
export const MAX_HOLD_MINUTES = 15;

export const holdMsOf = ({ holdMinutes }: { holdMinutes: number }): number => holdMinutes * 60_000;
