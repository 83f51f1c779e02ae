/** One line of the bench's table, and one object of its JSON. */
export type Row = {
  name: string;
  value: number;
  unit: string;
  /** What the value is measured against, taken in the same run; null where it stands for itself. */
  reference: number | null;
  ratio: number | null;
  /** The most that is allowed, or the least; null where nothing was promised. */
  bar: number | null;
  barIs: 'most' | 'least';
  holds: boolean | null;
};

/** A row with its ratio to a reference and its verdict against a bar on the value: the most that it may be, or the least. */
export function row(
  name: string,
  value: number,
  unit: string,
  against: { reference?: number; bar?: number; least?: number } = {},
): Row {
  const { reference = null, least = null } = against;
  const bar = least ?? against.bar ?? null;
  return {
    name,
    value: round(value),
    unit,
    reference: reference === null ? null : round(reference),
    ratio: reference === null || reference === 0 ? null : round(value / reference),
    bar: bar === null ? null : round(bar),
    barIs: least === null ? 'most' : 'least',
    holds: bar === null ? null : least === null ? value <= bar : value >= bar,
  };
}

/** The value below which `share` of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

const round = (value: number): number => Math.round(value * 100) / 100;

export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ name, value, unit, reference, ratio, bar, barIs, holds }) => [
    name,
    `${value} ${unit}`,
    reference === null ? '' : `${reference} ${unit}`,
    ratio === null ? '' : `× ${ratio}`,
    bar === null ? '' : `${barIs === 'least' ? '≥ ' : ''}${bar}`,
    holds === null ? '' : holds ? 'holds' : 'BROKEN',
  ]);
  const all = [['', 'value', 'reference', 'ratio', 'bar', ''], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  return all
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
