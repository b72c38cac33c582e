import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceEvent } from '../../../src/protocol/trace-event.js';
import { writeKeptRun } from '../../../src/runner/kept-run.js';

const OUTCOME = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  durationMs: 1,
  stoppedBy: null,
  ready: null,
  drive: null,
};

/** A kept recording of one thread, in these segments. */
export function recordingOf(...segments: readonly (readonly TraceEvent[])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  const run: TraceEvent = { t: 'run', v: 1, pid: 7, thread: 0, node: '20.0.0', origin: 0 };
  segments.forEach((events, index) => {
    const lines = index === 0 ? [run, ...events] : events;
    const name = index === 0 ? 'spans-7-0.ndjson' : `spans-7-0.${index + 1}.ndjson`;
    writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  });
  writeKeptRun(folder, { entry: 'app.ts', args: [], evidence: 'full', workingDirectory: '/', outcome: OUTCOME });
  return folder;
}

let turn = 0;

/** A root with a child. `late`: the child ends in a turn after its parent's end, which is a fault. */
export function request(first: number, { name = 'GET', late = false, open = false } = {}): TraceEvent[] {
  const k = ++turn;
  turn += 2;
  const root: TraceEvent = { t: 's', q: first, k, ms: first, id: `${first}`, tr: `trace ${first}`, n: name };
  const child: TraceEvent = { t: 's', q: first + 1, k, ms: first, id: `${first + 1}`, n: 'work', p: first };
  const rootEnd: TraceEvent = { t: 'e', q: first, k: k + 1, ms: first };
  const childEnd: TraceEvent = { t: 'e', q: first + 1, k: late ? k + 2 : k, ms: first };
  const ends = late ? [rootEnd, childEnd] : [childEnd, rootEnd];
  return [root, child, ...(open ? ends.slice(0, 1) : ends)];
}

export function requests(count: number, first: number, options: Parameters<typeof request>[1] = {}): TraceEvent[] {
  return Array.from({ length: count }, (_, i) => request(first + 2 * i, options)).flat();
}
