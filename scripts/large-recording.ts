// `tsx scripts/large-recording.ts [spans]`: writes a recording of so many spans and judges it as the end of a run does.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { segmentFile } from '../src/protocol/recording-files.js';
import { folderSize } from '../src/runner/condense/folder-size.js';
import { keepSmall } from '../src/runner/condense/keep-small.js';
import { judgeKept } from '../src/runner/judge-kept.js';
import { writeKeptRun } from '../src/runner/kept-run.js';

const SPANS = Number(process.argv[2] ?? 10_000_000);
const SEGMENT_BYTES = 16 * 1024 * 1024;
const SPANS_A_TRACE = 10;
/** One trace in so many has a span that ends after its parent. */
const FAULTY = 100;
const WRITE_AT_CHARS = 1 << 20;
const MB = 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-large-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const outcome = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  durationMs: 1,
  stoppedBy: null,
  ready: null,
  drive: null,
};
writeKeptRun(folder, { entry: 'large', args: [], evidence: 'full', workingDirectory: folder, outcome });

let segment = 0;
let fd = -1;
let written = SEGMENT_BYTES;
let text = '';
function flush(): void {
  if (written >= SEGMENT_BYTES) {
    if (fd !== -1) closeSync(fd);
    fd = openSync(segmentFile(join(folder, 'spans-1-0'), ++segment), 'w', 0o600);
    written = 0;
  }
  written += writeSync(fd, text);
  text = '';
}
function write(event: object): void {
  text += `${JSON.stringify(event)}\n`;
  if (text.length > WRITE_AT_CHARS) flush();
}

const hex = (number: number, length: number): string => number.toString(16).padStart(length, '0');
write({ t: 'run', v: 1, pid: 1, thread: 0, node: '20.0.0', origin: 0 });
for (let q = 1; q <= SPANS; q += SPANS_A_TRACE) {
  const late = Math.floor(q / SPANS_A_TRACE) % FAULTY === 0 ? 2 : 0;
  for (let i = 0; i < SPANS_A_TRACE; i++) {
    const parent = i === 0 ? { tr: hex(q, 32) } : { p: i < 5 ? q : q + 4 };
    write({
      t: 's',
      q: q + i,
      k: q,
      ms: q / 10,
      id: hex(q + i, 16),
      n: `step ${i}`,
      kd: i % 3,
      sc: 'app',
      at: `a:${i}`,
      ...parent,
    });
  }
  for (let i = SPANS_A_TRACE - 1; i >= 0; i--)
    write({ t: 'e', q: q + i, k: q + (i === 2 ? late : 0), ms: q / 10 + 1, at: 'a:20' });
  if (late > 0) {
    write({
      t: 's',
      q: q + SPANS,
      k: q + 3,
      ms: q / 10,
      id: hex(q + SPANS, 16),
      n: 'late',
      sc: 'app',
      at: 'a:30',
      p: q,
    });
    write({ t: 'e', q: q + SPANS, k: q + 4, ms: q / 10 });
  }
}
write({ t: 'bye', code: 0, by: 'end', k: 4 * SPANS });
flush();
closeSync(fd);

console.log(`${SPANS} spans and more, ${(folderSize(folder) / MB).toFixed(0)} MB in ${segment} segments`);
const started = performance.now();
const small = keepSmall(folder, 'full', 1_000_000);
await small.finish();
const condensed = performance.now();
console.log(
  `condensed to ${(folderSize(folder) / MB).toFixed(0)} MB in ${((condensed - started) / 1000).toFixed(0)} s`,
);
const { report } = judgeKept(folder, { severities: new Map() });
const seconds = (performance.now() - started) / 1000;
small.close();
const { spans, traces, errors } = report.summary;
console.log(
  `${spans} spans, ${traces} traces, ${errors} findings with ${report.findings.map((one) => one.occurrences).join(', ')} occurrences`,
);
const peak = process.resourceUsage().maxRSS / 1024;
console.log(
  `judged in ${seconds.toFixed(0)} s, ${(spans / seconds).toFixed(0)} spans/s, at most ${peak.toFixed(0)} MB resident`,
);
