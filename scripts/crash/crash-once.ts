import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasEnded } from '../../src/model/questions/order.js';
import { readRecording } from '../../src/readers/recording.js';

export const WAYS = ['from outside', 'child from outside', 'abort', 'segfault', 'kill', 'memory'] as const;
export type Way = (typeof WAYS)[number];

export interface Crash {
  readonly way: Way;
  /** The program's own: turns of its loop until then. */
  readonly turns: number;
  /** From outside: milliseconds from when it is at work until then. */
  readonly delayMs: number;
}

export interface Crashed {
  /** What the program knew to be written. */
  readonly confirmed: number;
  /** Of these, the ones that are not in the recording, or not as ended. */
  readonly lost: number;
  readonly spans: number;
  readonly lanes: number;
  readonly badLines: number;
  /** Exit code of the doctor. */
  readonly code: number | null;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Segments of eight megabytes, so that there may be several; and far more than is written, so that nothing has to go. */
const MAX_RECORDING_MB = '256';
/** Little enough to be used up at once, enough for Node, tsx and the recorder. */
const SMALL_HEAP_MB = 64;

/** Runs the program under the doctor, ends it, and looks whether what it knew to be written can be read. */
export async function crashOnce({ way, turns, delayMs }: Crash): Promise<Crashed> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-crash-'));
  const recording = join(folder, 'recording');
  const fromOutside = way === 'from outside' || way === 'child from outside';
  const bin = here('../../bin/otel-ctx-doctor.js');
  const command = [process.execPath, `--max-old-space-size=${SMALL_HEAP_MB}`, here('program.mjs')];
  const options = ['--quiet', '--timeout', '60', '--keep', recording, '--max-recording', MAX_RECORDING_MB];
  const child = spawn(
    process.execPath,
    [bin, 'run', ...options, '--', ...command, ...(fromOutside ? [] : [way, String(turns)])],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    const before = output.includes('ready');
    output += data.toString();
    const [, main, forked] = /ready (\d+) (\d+)/.exec(output) ?? [];
    if (!before && main && forked && fromOutside) setTimeout(() => kill(Number(main), Number(forked)), delayMs);
  });
  const kill = (main: number, forked: number): void => {
    if (way === 'child from outside') killed(forked);
    killed(main);
  };
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    return { ...compared(recording, output), code };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** On a slow machine the doctor's own time limit may have been there before. */
function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function compared(recording: string, output: string): Omit<Crashed, 'code'> {
  const { model, badLines } = readRecording(recording);
  const ended = new Set(model.spans.filter(hasEnded).map(({ id }) => id));
  // The last line may be cut off.
  const lines = output.split('\n').slice(0, -1);
  const confirmed = lines.flatMap((line) => (line.startsWith('flushed ') ? line.split(' ').slice(1) : []));
  const lost = confirmed.filter((id) => !ended.has(id)).length;
  return { confirmed: confirmed.length, lost, spans: model.spans.length, lanes: model.lanes.length, badLines };
}
