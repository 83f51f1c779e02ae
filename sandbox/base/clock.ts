/** A clock that runs with the machine's and can be moved; all times are milliseconds since the epoch. */
export class Clock {
  private offset = 0;

  /** The current time of this clock, in milliseconds. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** The current time of this clock as whole seconds, the unit of JWT claims (RFC 7519 §2, NumericDate). */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Moves the clock forward by a number of seconds, on top of earlier moves. */
  advance(seconds: number): void {
    this.offset += seconds * 1000;
  }

  /** Sets how far this clock is from the machine's, in seconds; replaces earlier moves. */
  setSkew(seconds: number): void {
    this.offset = seconds * 1000;
  }

  /** Back to the machine's time. */
  reset(): void {
    this.offset = 0;
  }
}

/** RFC 3339 text in UTC for a time in milliseconds, the form of every timestamp of the API; null stays null. */
export function rfc3339(time: number): string;
export function rfc3339(time: number | null): string | null;
export function rfc3339(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
