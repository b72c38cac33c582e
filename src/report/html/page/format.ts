/** `1.23 ms`, `4.56 s`: three digits that count. */
export function duration(ms: number | null): string {
  if (ms === null) return 'never ended';
  if (ms === 0) return '0';
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  return ms < 1000 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}

export function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : nouns}`;
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
}

export function place({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
