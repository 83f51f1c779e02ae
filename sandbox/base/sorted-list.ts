/** Values in ascending order of a comparison; finding a place is a binary search, insertion at the end is cheap. */
export class SortedList<T> {
  private readonly items: T[] = [];

  constructor(private readonly compare: (a: T, b: T) => number) {}

  get length(): number {
    return this.items.length;
  }

  /** The value at an index, counted from the smallest; undefined outside of the list. */
  at(index: number): T | undefined {
    return this.items[index];
  }

  /** The first index whose value passes; the test must be false for a run of small values and true from there on. */
  firstIndex(passes: (value: T) => boolean): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (passes(this.items[middle] as T)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** How many values are smaller than the given one. */
  rank(value: T): number {
    return this.firstIndex((item) => this.compare(item, value) >= 0);
  }

  insert(value: T): void {
    const last = this.items[this.items.length - 1];
    if (last === undefined || this.compare(last, value) < 0) this.items.push(value);
    else this.items.splice(this.rank(value), 0, value);
  }

  /** Removes an equal value; does nothing when there is none. */
  remove(value: T): void {
    const index = this.rank(value);
    const found = this.items[index];
    if (found !== undefined && this.compare(found, value) === 0) this.items.splice(index, 1);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.items[Symbol.iterator]();
  }
}
