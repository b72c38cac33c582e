import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_LOG, type RunLogLine } from '../protocol/run-log.js';
import type { ByeEvent, RunEvent } from '../protocol/trace-event.js';

export interface RunLog {
  /** When the program was told to stop, `null` if it was not. */
  readonly stoppedAtMs: number | null;
  readonly notes: readonly string[];
  /** Ids of processes that were still running when the program had ended. */
  readonly left: readonly number[];
}

/** What the runner wrote down of a run. */
export function readRunLog(folder: string): RunLog {
  const file = join(folder, RUN_LOG);
  if (!existsSync(file)) return { stoppedAtMs: null, notes: [], left: [] };
  const lines = readFileSync(file, 'utf8').split('\n').flatMap(parsed);
  return {
    stoppedAtMs: lines.find((line) => line.t === 'stop')?.atMs ?? null,
    notes: lines.flatMap((line) => (line.t === 'note' ? [line.text] : [])),
    left: lines.flatMap((line) => (line.t === 'left' ? line.pids : [])),
  };
}

/** Nothing of a line that was cut off. */
function parsed(line: string): RunLogLine[] {
  try {
    return [JSON.parse(line) as RunLogLine];
  } catch {
    return [];
  }
}

/** Clocks of two processes were seen to differ by 37 ms. */
const CLOCK_TOLERANCE_MS = 50;

/**
 * A program that was told to stop, and then ran to its end or left by `process.exit`, did so because it was told. It may have
 * been told by its primary, or its worker by the main thread, so the time counts and not who got the signal.
 */
export function farewell(bye: ByeEvent, run: RunEvent, { stoppedAtMs }: RunLog): ByeEvent {
  if (stoppedAtMs === null || bye.ms === undefined || bye.by === 'crash') return bye;
  return run.origin + bye.ms >= stoppedAtMs - CLOCK_TOLERANCE_MS ? { ...bye, by: 'signal' } : bye;
}
