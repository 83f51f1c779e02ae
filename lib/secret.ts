import 'server-only';
import { inspect } from 'node:util';

const MASK = '[redacted]';

/**
 * Holds something that must never be printed. String conversion, JSON, template literals, `console.log`,
 * `util.inspect` and structured loggers all see "[redacted]"; only `reveal()` gives the value, so that a reader can find
 * every place that uses one.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
