/** The runner's own file in the folder of a recording: one JSON object a line. */
export const RUN_LOG = 'runner.ndjson';

/** The program was told to stop: by a limit, by a signal, because it had been driven. Milliseconds since the epoch. */
export interface StopLine {
  readonly t: 'stop';
  readonly atMs: number;
}

/** Something that the report's set-up should say. */
export interface RunNoteLine {
  readonly t: 'note';
  readonly text: string;
}

/** Processes that were still running when the program had ended. */
export interface LeftLine {
  readonly t: 'left';
  readonly pids: readonly number[];
}

export type RunLogLine = StopLine | RunNoteLine | LeftLine;
