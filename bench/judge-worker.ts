// Judges one recording in a process of its own, so that memory and warm-up are its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../src/diagnose.js';
import { weigh } from '../src/evidence/verdict.js';
import { readRecording, eachLine } from '../src/readers/recording.js';
import { assemble, type ReportHead } from '../src/report/assemble.js';
import { RULES } from '../src/rules/index.js';

const [what, folder = ''] = process.argv.slice(2);
const file = join(folder, 'spans-1-0.ndjson');
const collect = (globalThis as { gc?: () => void }).gc;
readFileSync(file);
collect?.();
const memoryBefore = process.memoryUsage().heapUsed;
const start = performance.now();
let kept: unknown;
if (what === 'parse') {
  eachLine(file, (line) => {
    kept = JSON.parse(line);
  });
} else {
  const recording = readRecording(folder);
  const evidence = weigh(recording.model, recording.code);
  const diagnosis = diagnose(RULES, evidence, { severities: new Map() });
  const context = {
    model: recording.model,
    code: recording.code,
    workingDirectory: '/',
    sourceOf: () => null,
    parsedOf: () => null,
    packageOf: () => null,
  };
  kept = [recording, evidence, diagnosis, assemble(HEAD(), diagnosis, context)];
}
const ms = performance.now() - start;
collect?.();
const bytes = process.memoryUsage().heapUsed - memoryBefore;
console.log(
  JSON.stringify({ ms, bytes, findings: Array.isArray(kept) ? (kept[2] as { groups: unknown[] }).groups.length : 0 }),
);

function HEAD(): ReportHead {
  return {
    tool: { name: 'bench', version: '0' },
    input: { kind: 'run', entry: 'bench', args: [] },
    runtime: { node: '0', otelApi: [], sdk: 'doctor', processes: 1, threads: 1 },
    evidenceLevel: 'full',
    outcome: { exitCode: 0, signal: null, timedOut: false, durationMs: 0, stoppedBy: null, ready: null, drive: null },
    setup: [],
    dropped: { events: 0, reason: null },
    whyNoSpans: [],
    cutOff: null,
    takenOut: { spans: 0, traces: 0, roots: 0 },
  };
}
