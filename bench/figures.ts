/** What the benchmarks print: a ratio, what it must keep to, and whether it did. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  /** Is more better, or less? */
  readonly better: 'more' | 'less';
  readonly detail: string;
}

export function keeps({ value, limit, better }: Figure): boolean {
  return better === 'more' ? value >= limit : value <= limit;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function printed(figure: Figure): string {
  const sign = figure.better === 'more' ? '>=' : '<=';
  const verdict = keeps(figure) ? 'ok  ' : 'MISS';
  return `${verdict} ${figure.name}: ${figure.value.toFixed(2)} (${sign} ${figure.limit})  ${figure.detail}`;
}
