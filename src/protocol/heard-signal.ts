/** In the run folder: the signals that a process was told of while it listened for them, one JSON object a line. */
export function heardSignalsFile(process: number): string {
  return `signals-${process}.ndjson`;
}

export interface HeardSignal {
  readonly signal: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}
