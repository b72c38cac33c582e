import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Figure, median } from './figures.js';

const ROUNDS = 5;
const TIME_LIMIT = 3;
const BYTES_LIMIT = 1536;
const GROWTH_LIMIT = 1.3;

interface Measured {
  readonly ms: number;
  readonly bytes: number;
  readonly findings: number;
}

/** Judging recordings of 10 thousand, 100 thousand and 1 million spans, against parsing the same lines. */
export async function judge(node: string): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-judge-'));
  const worker = join(folder, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('judge-worker.ts', import.meta.url))],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const run = (what: string, of: string): Measured =>
    JSON.parse(
      execFileSync(node, ['--expose-gc', '--max-old-space-size=8192', worker, what, of], { encoding: 'utf8' }),
    ) as Measured;
  const sizes = [10_000, 100_000, 1_000_000].map((spans) => ({
    spans,
    folder: writeRecording(join(folder, `${spans}`), spans),
  }));
  const [small, middle, large] = sizes;
  if (!small || !middle || !large) throw new Error('unreachable');
  const ratios: number[] = [];
  const judged: Measured[] = [];
  const parsed: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const parse = run('parse', middle.folder);
    const whole = run('judge', middle.folder);
    ratios.push(whole.ms / parse.ms);
    parsed.push(parse.ms);
    judged.push(whole);
  }
  const perSpan = ({ folder: of, spans }: { folder: string; spans: number }): number =>
    (median(Array.from({ length: 3 }, () => run('judge', of).ms)) * 1000) / spans;
  const [few, many] = [perSpan(small), perSpan(large)];
  rmSync(folder, { recursive: true });
  const ms = median(judged.map((one) => one.ms));
  return [
    {
      name: 'judging 100,000 spans',
      value: median(ratios),
      limit: TIME_LIMIT,
      better: 'less',
      detail: `${ms.toFixed(0)} ms against ${median(parsed).toFixed(0)} ms for JSON.parse of the lines`,
    },
    {
      name: 'bytes a span',
      value: median(judged.map((one) => one.bytes)) / middle.spans,
      limit: BYTES_LIMIT,
      better: 'less',
      detail: `${judged[0]?.findings ?? 0} findings`,
    },
    {
      name: 'cost a span, 1,000,000 against 10,000',
      value: many / few,
      limit: GROWTH_LIMIT,
      better: 'less',
      detail: `${many.toFixed(2)} against ${few.toFixed(2)} microseconds`,
    },
  ];
}

const SPANS_A_TRACE = 10;

/** As the recorder writes it: traces of ten spans, a fault of each sort in one trace of a hundred. */
function writeRecording(folder: string, spans: number): string {
  execFileSync('mkdir', ['-p', folder]);
  const file = join(folder, 'spans-1-0.ndjson');
  writeFileSync(file, `${JSON.stringify({ t: 'run', v: 1, pid: 1, thread: 0, node: '20.0.0', origin: 0 })}\n`);
  let lines: string[] = [];
  const write = (event: object): void => {
    lines.push(JSON.stringify(event));
    if (lines.length < 10_000) return;
    appendFileSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  for (let first = 1; first <= spans; first += SPANS_A_TRACE) writeTrace(write, first);
  write({ t: 'bye', code: 0, by: 'end', k: spans + 1 });
  appendFileSync(file, `${lines.join('\n')}\n`);
  return folder;
}

function writeTrace(write: (event: object) => void, first: number): void {
  const trace = hex(first, 32);
  const faulty = first % 1000 === 1;
  for (let i = 0; i < SPANS_A_TRACE; i++) {
    const q = first + i;
    const parent = i === 0 ? { tr: trace } : { p: i < 5 ? first : first + 4 };
    const lost = faulty && i === 7 && first > 1 ? { cb: ['aaaaaaaa:3', q, first - SPANS_A_TRACE, first, first] } : {};
    write({
      t: 's',
      q,
      k: q,
      ms: q / 10,
      id: hex(q, 16),
      n: `step ${i}`,
      kd: i % 3,
      sc: 'orders',
      at: `aaaaaaaa:${i}`,
      ...parent,
      ...lost,
    });
  }
  for (let i = SPANS_A_TRACE - 1; i >= 0; i--) {
    if (faulty && i === 2) continue;
    write({ t: 'e', q: first + i, k: first + SPANS_A_TRACE + i, ms: first / 10 + 1, at: 'aaaaaaaa:20' });
  }
}

function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, '0');
}
